package darkroom.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.diffusers.scheduler.Plan;
import darkroom.guide.Condition;
import darkroom.model.TextToImage;
import darkroom.sample.Noise;
import darkroom.sample.SamplingRun;
import darkroom.sample.SeededNoise;
import darkroom.text.ClipTokenizer;
import darkroom.torch.SafeTensors;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.torch.Threads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Folders of Stable Diffusion draw what diffusers draws by them. */
class TextToImageTest {

    private static final double PICTURES = 2e-3, TEXTS = 1e-4;
    private static final Set<String> CASES = Set.of("sd1_pndm", "sd1_ddim_negative", "sd1_wide", "sd2_v_dpmpp");

    @BeforeAll
    static void oneThread() {
        Threads.use(1);
    }

    static Stream<Named<JsonNode>> cases() {
        return Conformance.list("text_pipelines/cases.json", "")
                .filter(one -> CASES.contains(one.get("name").asText()))
                .map(one -> Named.of(one.get("name").asText(), one));
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("cases")
    void aFolderDrawsWhatItsAuthorDrew(JsonNode reference) throws IOException {
        Path folder = Conformance.path("text_pipelines/" + reference.get("name").asText());
        Options options = new Options(reference.get("cli").asText());
        try (TextToImage model = TextToImage.read(folder.resolve("pipeline"))) {
            Scope.run(() -> {
                Map<String, Tensor> expected = read(folder.resolve("expected.safetensors"));
                int count = (int) options.number("count", 1);
                List<ClipTokenizer.Tokens> texts = tokens(model, options.text("prompt"), count);
                for (int i = 0; i < count; i++) {
                    double[] ids =
                            Arrays.stream(texts.get(i).ids()).asDoubleStream().toArray();
                    assertArrayEquals(Tensors.doubles(expected.get("input_ids").select(0, i)), ids);
                }
                Condition.Encoded prompt = model.encoder().encode(texts);
                assertArrayEquals(
                        Tensors.doubles(expected.get("text_embedding")), Tensors.doubles(prompt.tokens()), TEXTS);
                Condition.Encoded negative = model.encoder().encode(tokens(model, options.text("negative"), 1));
                long[] size = model.sampleShape();
                long reduction = model.codec().config().reduction();
                long height = (long) options.number("height", size[1] * reduction) / reduction;
                long width = (long) options.number("width", size[2] * reduction) / reduction;
                try (SamplingRun run = model.sampling(
                                model.scheduler().plan((int) options.number("steps", 50)),
                                prompt,
                                negative,
                                options.number("guidance", 7.5))
                        .start(SeededNoise.of((long) options.number("seed", 0)), count, size[0], height, width)) {
                    assertPictures(Tensors.doubles(expected.get("images")), model, run);
                }
            });
        }
    }

    static Stream<JsonNode> ownCases() {
        return Reference.list(Reference.read("text/pictures.json").get("cases"));
    }

    @ParameterizedTest
    @MethodSource("ownCases")
    void aTinyFolderDrawsWhatTheReferenceDraws(JsonNode reference) throws IOException {
        Path folder = Path.of("src", "test", "resources", "reference", "text", "pipeline");
        try (TextToImage model = TextToImage.read(folder)) {
            Scope.run(() -> {
                List<String> asked = Reference.list(reference.get("prompt"))
                        .map(JsonNode::asText)
                        .toList();
                Condition.Encoded prompt =
                        model.encoder().encode(model.encoder().tokens(asked));
                String negative = reference.at("/negative_prompt/0").asText("");
                Condition.Encoded without =
                        model.encoder().encode(model.encoder().tokens(List.of(negative)));
                long reduction = model.codec().config().reduction();
                long[] size = model.sampleShape();
                long height = reference.path("height").asLong(size[1] * reduction) / reduction;
                long width = reference.path("width").asLong(size[2] * reduction) / reduction;
                Plan plan = model.scheduler().plan(reference.get("steps").asInt());
                double scale = reference.get("guidance_scale").asDouble();
                Noise noise = SeededNoise.of(reference.get("seed").asLong());
                try (SamplingRun run = model.sampling(plan, prompt, without, scale)
                        .start(noise, asked.size(), size[0], height, width)) {
                    assertPictures(Reference.doubles(reference.get("images")), model, run);
                }
            });
        }
    }

    private static void assertPictures(double[] expected, TextToImage model, SamplingRun run) {
        run.finish(now -> {});
        Tensor pictures = Tensors.clamped(model.codec().decode(run.x()), 1);
        assertArrayEquals(
                expected, Tensors.doubles(Tensors.scaled(0.5, pictures).add_(new Scalar(0.5))), PICTURES);
    }

    private static List<ClipTokenizer.Tokens> tokens(TextToImage model, String text, int count) {
        return model.encoder().tokens(Collections.nCopies(count, text));
    }

    private static Map<String, Tensor> read(Path file) {
        try {
            return SafeTensors.read(file).tensors();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Options as a command line has them. */
    private record Options(String line) {

        String text(String name) {
            int at = line.indexOf("--" + name + " \"");
            if (at < 0) {
                return "";
            }
            int from = at + name.length() + 4;
            return line.substring(from, line.indexOf('"', from));
        }

        double number(String name, double otherwise) {
            List<String> words = List.of(line.split(" "));
            int at = words.indexOf("--" + name);
            return at < 0 ? otherwise : Double.parseDouble(words.get(at + 1));
        }
    }
}
