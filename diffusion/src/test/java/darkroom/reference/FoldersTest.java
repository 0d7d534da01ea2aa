package darkroom.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.diffusers.scheduler.SchedulerClasses;
import darkroom.diffusers.scheduler.SchedulerConfig;
import darkroom.guide.Condition;
import darkroom.guide.Guidance;
import darkroom.latent.Codec;
import darkroom.model.Model;
import darkroom.model.ModelFolder;
import darkroom.network.Parameters;
import darkroom.network.UNet;
import darkroom.network.UNetConfig;
import darkroom.sample.SamplingRun;
import darkroom.sample.SeededNoise;
import darkroom.torch.SafeTensors;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.torch.Threads;
import darkroom.torch.Weights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Folders that diffusers wrote, with the pictures that it drew from them. */
class FoldersTest {

    private static final Path OWN = Path.of("src", "test", "resources", "reference", "folders");
    private static final double TOLERANCE = 2e-3;

    /** A folder with what was asked of it. */
    private record Case(Path folder, JsonNode asked) {

        long[] option(String name, long... otherwise) {
            List<String> words = List.of(asked.get("cli").asText().split(" "));
            int place = words.indexOf("--" + name);
            return place < 0
                    ? otherwise
                    : Arrays.stream(words.get(place + 1).split(","))
                            .mapToLong(Long::parseLong)
                            .toArray();
        }

        int number(String name) {
            return (int) option(name, -1)[0];
        }
    }

    @BeforeAll
    static void oneThread() {
        Threads.use(1);
    }

    static Stream<Named<Case>> folders() {
        return Stream.of(OWN, Conformance.path("unet_folders")).flatMap(FoldersTest::in);
    }

    private static Stream<Named<Case>> in(Path folder) {
        Path list = folder.resolve("cases.json");
        if (!list.toFile().exists()) {
            return Stream.empty();
        }
        try {
            return Reference.list(new ObjectMapper().readTree(list.toFile()))
                    .map(asked -> Named.of(
                            asked.get("name").asText(),
                            new Case(folder.resolve(asked.get("name").asText()), asked)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("folders")
    void theSameFolderAndSeedGiveTheSamePictures(Case of) throws IOException {
        try (Model model = new ModelFolder(of.folder.resolve("pipeline")).read()) {
            int label = of.number("label");
            Scope.run(() -> {
                new NoGradGuard();
                SamplingRun run = model.sampling(
                                model.scheduler().plan(of.number("steps")),
                                label < 0 ? Condition.NONE : Condition.labels(label),
                                Guidance.NONE)
                        .start(
                                SeededNoise.each(of.option("seeds", of.option("seed"))),
                                shape(of.number("count"), model.sampleShape()));
                try (run) {
                    run.finish(each -> {});
                    assertArrayEquals(
                            Tensors.doubles(expected(of.folder)),
                            Tensors.doubles(Tensors.unitRange(run.x())),
                            TOLERANCE);
                }
            });
        }
    }

    /** A whole pipeline drawn from a seed, against the corner of a picture that diffusers' own tests expect. */
    static Stream<Named<JsonNode>> pipelines() {
        return Conformance.list("diffusers_model_conformance.json", "pipelines")
                .filter(test -> test.at("/model/class").asText().equals("UNet2DModel"))
                .map(test -> Named.of(test.get("scheduler").asText(), test));
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("pipelines")
    void aSeedAloneGivesTheSamePicture(JsonNode reference) {
        ObjectNode config = reference.get("model").deepCopy();
        config.remove("class");
        UNet network = new UNet(UNetConfig.of(config));
        String scheduler = reference.get("scheduler").asText().replaceFirst("\\(.*", "");
        SchedulerConfig trained = SchedulerClasses.of(scheduler, Map.of());
        Weights weights = Weights.initial(
                Parameters.of(network), reference.get("seed_before_model").asLong());
        try (Model model = new Model("drawn", network, weights, Codec.IDENTITY, List.of(), trained)) {
            Scope.run(() -> {
                new NoGradGuard();
                try (SamplingRun run = model.sampling(
                                trained.plan(reference.get("steps").asInt()), Condition.NONE, Guidance.NONE)
                        .start(SeededNoise.of(0), shape(1, network.sampleShape()))) {
                    run.finish(each -> {});
                    Tensor blue = Tensors.unitRange(run.x()).select(0, 0).select(0, -1);
                    long corner = blue.size(0) - 3;
                    assertArrayEquals(
                            Reference.doubles(reference.get("expected")),
                            Tensors.doubles(blue.narrow(0, corner, 3).narrow(1, corner, 3)),
                            reference.get("tol_max_abs").asDouble());
                }
            });
        }
    }

    private static Tensor expected(Path folder) {
        try {
            return SafeTensors.read(folder.resolve("expected.safetensors"))
                    .tensors()
                    .get("images");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long[] shape(int count, long... sample) {
        return new long[] {count, sample[0], sample[1], sample[2]};
    }
}
