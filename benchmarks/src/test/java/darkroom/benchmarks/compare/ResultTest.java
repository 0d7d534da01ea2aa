package darkroom.benchmarks.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which peer a row is compared with, and how that is printed. */
class ResultTest {

    private static final List<Result.Theirs> PEERS = List.of(
            new Result.Theirs("eager", new Times(12, 11)),
            new Result.Theirs("frozen", new Times(9, 8)),
            new Result.Theirs("openvino", new Times(6, 5)));

    private static Result result(Map<String, String> excluded) {
        return new Result(new Row("step-bf16-1"), new Times(4, 3.5), Optional.of(new Times(10, 9)), PEERS, excluded);
    }

    @Test
    void theFastestPeerCounts() {
        assertEquals(
                "row=step-bf16-1 ours_ms=4.00 peer_ms=6.00 peer=openvino ratio=1.50",
                result(Map.of()).line());
    }

    @Test
    void aPeerThatIsTooFarOffDoesNot() {
        assertEquals(
                "row=step-bf16-1 ours_ms=4.00 peer_ms=9.00 peer=frozen ratio=2.25",
                result(Map.of("openvino", "30.0 dB from fp32")).line());
    }

    @Test
    void aRowWithoutAnyPeerSaysSo() {
        Map<String, String> all = Map.of("eager", "", "frozen", "", "openvino", "");
        assertEquals(
                "row=step-bf16-1 ours_ms=4.00 peer_ms=- peer=none ratio=-",
                result(all).line());
    }

    @Test
    void theTableNamesBothPeersAndWhoWasLeftOut() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Table table = new Table(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        List<Result> results = List.of(result(Map.of("eager", "why")));
        table.print(results);
        table.printPeers(results);
        String printed = bytes.toString(StandardCharsets.UTF_8);
        assertTrue(
                printed.contains(
                        "| step-bf16-1 | 4.0 (3.5) | 10.0 (9.0) | 6.0 (5.0) openvino | 1.50 | 9.0 (8.0) frozen | 2.25 |"),
                printed);
        assertTrue(printed.contains("| step-bf16-1 | 12.0 (11.0) | - | - | 9.0 (8.0) | 6.0 (5.0) | - |"), printed);
        assertTrue(printed.contains("eager does not count (why) in: step-bf16-1"), printed);
    }

    @ParameterizedTest
    @CsvSource({
        "fp32, 9e-5, 0.5, 0, true",
        "fp32, 2e-4, 0.5, 0, false",
        "fp32, 2e-4, 3, 0, true",
        "bf16, 0.06, 1, 45.1, true",
        "bf16, 0.06, 1, 44.9, false"
    })
    void thePeersMayBeAsFarOffAsTheLibrary(
            String precision, double largest, double scale, double psnr, boolean counts) {
        assertEquals(
                counts, new Deviation(largest, scale, psnr).tooLarge(precision).isEmpty());
    }

    @Test
    void whatCannotBeMeasuredOrIsTooFarOffIsExcluded() {
        Row row = new Row("step-bf16-16");
        assertEquals(Optional.of("no"), Prepared.unable("no").excluded(row));
        Deviation far = new Deviation(0.2, 1, 40);
        assertEquals(Optional.of("40.0 dB from fp32"), new Prepared(Optional.empty(), Optional.of(far)).excluded(row));
        assertEquals(
                Optional.empty(),
                new Prepared(Optional.empty(), Optional.empty()).excluded(new Row("training-bf16-16")));
    }

    @Test
    void roundsComeToTheMedianOfTheirMediansAndTheShortestOfAll() {
        List<Times> rounds = List.of(new Times(5, 4), new Times(50, 3), new Times(6, 5.5));
        assertEquals(new Times(6, 3), Times.of(rounds));
    }

    @Test
    void usualBatchesAreCompiledBeforeTrainingAndTheRest() {
        List<Row> rows = Row.ALL.stream()
                .filter(row -> row.isStep() || row.isTraining())
                .sorted(Row.BY_WEIGHT)
                .toList();
        assertEquals(
                List.of(
                        "step-bf16-1",
                        "step-bf16-16",
                        "step-fp32-1",
                        "step-fp32-16",
                        "training-bf16-16",
                        "training-fp32-16"),
                rows.stream().limit(6).map(Row::name).toList());
    }
}
