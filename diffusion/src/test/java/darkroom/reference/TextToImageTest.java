package darkroom.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.guide.ClassifierFree;
import darkroom.guide.Condition;
import darkroom.model.Lora;
import darkroom.model.TextToImage;
import darkroom.sample.Noise;
import darkroom.sample.Sampling;
import darkroom.sample.SamplingRun;
import darkroom.sample.SeededNoise;
import darkroom.text.Prompts;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Folders of Stable Diffusion draw what diffusers draws by them. */
class TextToImageTest {

    private static final double PICTURES = 2e-3, TEXTS = 1e-4;
    private static final Set<String> CASES =
            Set.of("sd1_pndm", "sd1_ddim_negative", "sd1_wide", "sd2_v_dpmpp", "sdxl_euler", "lcm");

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
                List<String> texts = Collections.nCopies((int) options.number("count", 1), options.text("prompt"));
                long[] ids = model.prompts().tokens(texts).stream()
                        .flatMapToLong(text -> Arrays.stream(text.ids()))
                        .toArray();
                assertArrayEquals(
                        Tensors.doubles(expected.get("input_ids")),
                        Arrays.stream(ids).asDoubleStream().toArray());
                Tensor tokens = model.prompts().encode(texts, 1, 1).tokens();
                if (Tensors.shape(tokens).equals(Tensors.shape(expected.get("text_embedding")))) {
                    assertArrayEquals(Tensors.doubles(expected.get("text_embedding")), Tensors.doubles(tokens), TEXTS);
                }
                Asked asked = new Asked(
                        texts,
                        options.text("negative"),
                        (int) options.number("steps", 50),
                        options.number("guidance", 7.5),
                        (long) options.number("seed", 0),
                        (long) options.number("height", 0),
                        (long) options.number("width", 0));
                assertDraws(model, asked, Tensors.doubles(expected.get("images")));
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
            Scope.run(() -> assertDraws(
                    model,
                    new Asked(
                            Reference.list(reference.get("prompt"))
                                    .map(JsonNode::asText)
                                    .toList(),
                            reference.at("/negative_prompt/0").asText(),
                            reference.get("steps").asInt(),
                            reference.get("guidance_scale").asDouble(),
                            reference.get("seed").asLong(),
                            reference.path("height").asLong(),
                            reference.path("width").asLong()),
                    Reference.doubles(reference.get("images"))));
        }
    }

    @Test
    void aLoraThatIsAddedIsTakenOutAgain() throws IOException {
        Path folder = Path.of("src", "test", "resources", "reference", "text");
        try (TextToImage model = TextToImage.read(folder.resolve("pipeline"));
                Lora lora = Lora.read(folder.resolve("lora.safetensors"))) {
            Scope.run(() -> {
                double[] before = encoded(model);
                model.add(lora, 0.7);
                assertNotEquals(before[9], encoded(model)[9], TEXTS);
                model.add(lora, -0.7);
                assertArrayEquals(before, encoded(model), TEXTS);
            });
        }
    }

    private static double[] encoded(TextToImage model) {
        return Tensors.doubles(
                model.prompts().encode(List.of("the star"), 16, 16).tokens());
    }

    /** What a pipeline is asked for; a size of 0 is the model's own. */
    private record Asked(
            List<String> texts, String negative, int steps, double scale, long seed, long height, long width) {}

    private static void assertDraws(TextToImage model, Asked asked, double[] expected) {
        long[] own = model.codec().pictureShape(model.sampleShape());
        long height = asked.height == 0 ? own[1] : asked.height, width = asked.width == 0 ? own[2] : asked.width;
        Prompts prompts = model.prompts();
        Condition.Encoded without = asked.negative.isEmpty()
                ? prompts.nothing(height, width)
                : prompts.encode(List.of(asked.negative), height, width);
        Sampling sampling = model.sampling(
                model.scheduler().plan(asked.steps),
                prompts.encode(asked.texts, height, width),
                without,
                new ClassifierFree(asked.scale));
        long reduction = model.codec().config().reduction();
        Noise noise = SeededNoise.of(asked.seed);
        try (SamplingRun run = sampling.start(
                noise, asked.texts.size(), model.sampleShape()[0], height / reduction, width / reduction)) {
            run.finish(now -> {});
            Tensor pictures = Tensors.clamped(model.codec().decode(run.x()), 1);
            assertArrayEquals(
                    expected, Tensors.doubles(Tensors.scaled(0.5, pictures).add_(new Scalar(0.5))), PICTURES);
        }
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
