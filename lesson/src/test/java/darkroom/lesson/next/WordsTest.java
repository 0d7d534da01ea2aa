package darkroom.lesson.next;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.data.Scene;
import darkroom.guide.Condition;
import darkroom.lesson.Server;
import darkroom.lesson.TestModels;
import darkroom.lesson.learner.Question;
import darkroom.lesson.measure.Samples;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Query;
import darkroom.model.TextToImage;
import darkroom.sample.Sampling;
import darkroom.sample.SamplingRun;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.torch.Threads;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Pictures from words, with the model that ships. */
class WordsTest {

    private static final Path SHIPPED = Path.of("..", "models", "scenes");
    private static final String SENTENCE = "a large red circle left of a small blue square on white";
    private static final int STEPS = 6, PLACES = 16 * 16;

    @RegisterExtension
    private static final Server server = Server.with(TestModels::writeModel, TestModels::linkScenes);

    private static List<JsonNode> drawn(String sentence, String more) throws Exception {
        return server.records("api/next/words?sentence=" + URLEncoder.encode(sentence, StandardCharsets.UTF_8)
                + "&steps=" + STEPS + more);
    }

    private static Question question(String id) {
        return NextQuestions.ALL.stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode last(List<JsonNode> records) {
        return records.get(records.size() - 1);
    }

    private static float sum(Iterable<JsonNode> maps, int place) {
        float sum = 0;
        for (JsonNode map : maps) {
            sum += Server.pixels(map)[place];
        }
        return sum;
    }

    /** Each place divides its attention among all tokens, those of the words and the others. */
    @Test
    void everyStepHasAPictureAndAMapOfEachWord() throws Exception {
        List<JsonNode> records = drawn(SENTENCE, "");
        JsonNode start = records.get(0);
        assertEquals(
                List.of(SENTENCE.split(" ")),
                StreamSupport.stream(start.path("words").spliterator(), false)
                        .map(JsonNode::asText)
                        .toList());
        List<JsonNode> steps = records.subList(1, 1 + STEPS);
        for (JsonNode step : steps) {
            assertEquals(
                    3 * 64 * 64,
                    Base64.getDecoder().decode(step.path("pictures").path(0).asText()).length);
            assertEquals(12, step.path("maps").size());
            for (int place = 0; place < PLACES; place++) {
                float of = sum(step.path("maps"), place);
                assertTrue(of > 0 && of < 1.01, "all words have " + of);
            }
        }
        assertNotEquals(steps.get(0).path("maps"), steps.get(STEPS - 1).path("maps"));
    }

    @Test
    void thePictureIsTheOneThatTheModelDraws() throws Exception {
        JsonNode step = drawn(SENTENCE, "&seed=7&scale=2").get(STEPS);
        String[] alone = new String[1];
        Threads.use(1);
        try (TextToImage model = TextToImage.read(SHIPPED)) {
            Scope.run(() -> {
                Condition.Encoded told = model.prompts().encode(List.of(SENTENCE), 64, 64),
                        nothing = model.prompts().nothing(64, 64);
                try (SamplingRun run = model.sampling(model.scheduler().plan(STEPS), told, nothing, 2)
                        .start(Samples.noise(7, 0, 1), 1, 4, 16, 16)) {
                    run.finish(now -> {});
                    alone[0] = Json.colours(
                            Tensors.floats(Tensors.clamped(model.codec().decode(run.x()), 1)));
                }
            });
        }
        byte[] expected = Base64.getDecoder().decode(alone[0]),
                found = Base64.getDecoder().decode(step.path("pictures").path(0).asText());
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i] & 0xFF, found[i] & 0xFF, 1, "engines differ by less than a grey");
        }
    }

    /** Against the library: the first prediction, and the one in which "red" is told as no text tells its place. */
    @Test
    void aWordActsWhereThePredictionHangsOnIt() throws Exception {
        JsonNode step = drawn(SENTENCE, "&seed=7").get(1);
        float[] difference = new float[PLACES];
        Threads.use(1);
        try (TextToImage model = TextToImage.read(SHIPPED)) {
            Scope.run(() -> {
                new NoGradGuard();
                Condition.Encoded told = model.prompts().encode(List.of(SENTENCE), 64, 64),
                        nothing = model.prompts().nothing(64, 64);
                Tensor without = told.tokens().clone();
                without.select(1, 3).copy_(nothing.tokens().select(1, 3));
                Sampling sampling = model.sampling(model.scheduler().plan(STEPS), told, nothing, 1);
                try (SamplingRun run = sampling.start(Samples.noise(7, 0, 1), 1, 4, 16, 16)) {
                    float[] whole = predicted(sampling, run, told.tokens()), red = predicted(sampling, run, without);
                    for (int i = 0; i < whole.length; i++) {
                        difference[i % PLACES] += (whole[i] - red[i]) * (whole[i] - red[i]) / 4;
                    }
                }
            });
        }
        float[] acts = Server.pixels(step.path("effects").path(2));
        for (int i = 0; i < PLACES; i++) {
            assertEquals(Math.sqrt(difference[i]), acts[i], 1e-3);
        }
    }

    private static float[] predicted(Sampling sampling, SamplingRun run, Tensor tokens) {
        return Tensors.floats(
                sampling.denoiser().output(run.x(), run.level(), new Condition.Encoded(tokens, null, Map.of())));
    }

    @Test
    void theEndSaysWhatAClassifierSees() throws Exception {
        JsonNode end = last(drawn(SENTENCE, ""));
        assertEquals(SENTENCE, end.path("asked").asText());
        assertEquals(8, end.path("told").asInt());
        Scene seen = Scene.of(end.path("seen").asText());
        assertEquals(end.path("right").asInt() == 8, seen.equals(Scene.of(SENTENCE)));
    }

    @Test
    void otherWordsAreDrawnAndSaidToBeStrange() throws Exception {
        List<JsonNode> records = drawn("a Dog, perhaps", "");
        assertEquals(List.of("a", "Dog,", "perhaps"), words(records.get(0)));
        assertTrue(
                last(records).path("strange").asText().contains("Dog"),
                last(records).toString());
        server.assertRefused("api/next/words?sentence=" + "a".repeat(121));
        server.assertRefused("api/next/words?scale=0.5");
        server.assertRefused("api/next/words?steps=1");
    }

    private static List<String> words(JsonNode start) {
        return StreamSupport.stream(start.path("words").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    @Test
    void examplesOfAPairShowItsFormAndItsColourButNeverBoth() throws Exception {
        JsonNode seen = server.json("api/next/pair/examples?pair=blue+heart&seed=5");
        for (JsonNode one : seen.path("forms")) {
            String sentence = one.path("sentence").asText();
            assertTrue(sentence.contains("heart") && !sentence.contains("blue"), sentence);
        }
        for (JsonNode one : seen.path("colours")) {
            String sentence = one.path("sentence").asText();
            assertTrue(sentence.contains("blue") && !sentence.contains("heart"), sentence);
        }
        server.assertRefused("api/next/pair/examples?pair=red+heart");
        server.assertRefused("api/next/pair?pair=red+heart");
        server.assertRefused("api/next/pair?pair=crimson+heart");
    }

    @Test
    void aPairIsCountedWhereColourAndFormAreSeen() throws Exception {
        JsonNode end = last(server.records("api/next/pair?pair=brown+circle&seed=2"));
        int drawn = 0;
        for (int i = 0; i < PairRun.TIMES; i++) {
            boolean is = end.path("seen").path(i).asText().matches("a (small|large) brown circle on \\w+");
            assertEquals(is, end.path("right").path(i).asBoolean());
            drawn += is ? 1 : 0;
        }
        assertEquals(drawn, end.path("drawn").asInt());
        var found = question("pair").finding().of(new Query(Map.<String, String>of()::get), end);
        int option = drawn <= 3 ? 0 : drawn <= 8 ? 1 : drawn <= 13 ? 2 : 3;
        assertEquals(option, found.orElseThrow().option());
        assertEquals(drawn + " of 16 times", found.orElseThrow().words());
    }

    @Test
    void theBestScaleIsTheOneWithTheMostWords() throws Exception {
        List<JsonNode> records = server.records("api/next/scales?seed=3");
        JsonNode end = last(records);
        int best = 0;
        for (int i = 0; i < 4; i++) {
            JsonNode one = end.path("scales").path(i);
            assertEquals(ScalesRun.SCALES.get(i), one.path("scale").asInt());
            assertEquals(12 * 4 + 12 * 8, one.path("told").asInt());
            assertTrue(one.path("right").asInt() <= one.path("told").asInt());
            best = one.path("right").asInt()
                            > end.path("scales").path(best).path("right").asInt()
                    ? i
                    : best;
        }
        var found = question("scales").finding().of(new Query(Map.<String, String>of()::get), end);
        assertEquals(best, found.orElseThrow().option());
        JsonNode most = end.path("scales").path(best).path("right");
        for (JsonNode one : end.path("scales")) {
            boolean named = found.orElseThrow().words().matches(".* (at|and) " + one.path("scale") + "( and .*)?");
            assertEquals(one.path("right").equals(most), named, found.orElseThrow()::words);
        }
        assertEquals(6, records.get(0).path("sentences").size());
        assertEquals(4, records.stream().filter(one -> one.has("scale")).count());
    }

    @Test
    void anInstallationWithoutTheModelSaysSo(@TempDir Path without) throws Exception {
        TestModels.writeModel(without);
        try (Server plain = new Server(without).ready()) {
            assertTrue(plain.json("api/about").path("words").isNull());
            List<JsonNode> records = plain.records("api/next/words");
            assertEquals("error", last(records).path("type").asText());
        }
    }
}
