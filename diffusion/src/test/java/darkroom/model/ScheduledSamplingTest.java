package darkroom.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.diffusers.scheduler.Plan;
import darkroom.diffusers.scheduler.SchedulerClasses;
import darkroom.guide.Condition;
import darkroom.guide.Guidance;
import darkroom.network.Networks;
import darkroom.network.Parameters;
import darkroom.sample.Sampling;
import darkroom.sample.SamplingRun;
import darkroom.sample.SamplingSettings;
import darkroom.sample.SeededNoise;
import darkroom.settings.JsonText;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.torch.Threads;
import darkroom.torch.Weights;
import darkroom.train.Recipe;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A model of ours, sampled by the schedulers of diffusers. */
class ScheduledSamplingTest {

    private static final int STEPS = 5;

    private static Model model;

    @BeforeAll
    static void start() {
        Threads.use(1);
        Recipe recipe = Tiny.recipe();
        var network = Networks.of(recipe.network());
        model = new Model(
                recipe,
                network,
                Weights.initial(Parameters.of(network), 2),
                Objects.requireNonNull(recipe.objective()).objective(),
                Tiny.data().labels());
    }

    @AfterAll
    static void end() {
        model.close();
    }

    /** All but those of networks that were trained to say something else: flows, and consistency models. */
    static Stream<String> names() {
        return SchedulerClasses.names().stream().filter(name -> !name.matches("(Flow|CMStochastic|IPNDM).*"));
    }

    private static Plan plan(String name) {
        return model.scheduler().of(name).plan(STEPS);
    }

    private static Sampling sampling(Plan plan) {
        return model.sampling(plan, Condition.labels(3), Guidance.NONE);
    }

    private static double[] end(Function<SeededNoise, SamplingRun> start, long... seeds) {
        return Scope.call(
                () -> {
                    try (SamplingRun run = start.apply(SeededNoise.each(seeds))) {
                        run.finish(each -> {});
                        return Tensors.doubles(run.x().clone());
                    }
                },
                kept -> Stream.empty());
    }

    @ParameterizedTest
    @MethodSource("names")
    void aPictureOfASeedOfItsOwnDoesNotDependOnItsBatch(String name) {
        Sampling sampling = sampling(plan(name));
        double[] alone = end(noise -> sampling.start(noise, 1, 1, 8, 8), 5);
        double[] among = end(noise -> sampling.start(noise, 3, 1, 8, 8), 4, 5, 6);
        double most = Arrays.stream(alone).map(Math::abs).max().orElseThrow();
        assertArrayEquals(alone, Arrays.copyOfRange(among, 64, 128), 1e-4 * Math.max(1, most));
    }

    @ParameterizedTest
    @MethodSource("names")
    void aPictureIsTakenUpAtEveryStep(String name) {
        Sampling sampling = sampling(plan(name));
        try (Tensor clean = Scope.keep(() -> Tensors.of(new float[64], 1, 1, 8, 8))) {
            for (int last = 1; last <= sampling.grid().size(); last++) {
                Sampling rest = sampling.last(last);
                for (double value : end(noise -> rest.startFrom(clean, noise), 1)) {
                    assertTrue(Double.isFinite(value), name + ", the last " + last);
                }
            }
        }
    }

    @Test
    void ddimIsTheSameAsByOurOwnSettings() {
        SamplingSettings settings = model.settings().withSteps(STEPS).withGuidance(1);
        double[] own =
                end(noise -> model.sampling(settings, Condition.labels(3)).start(noise, 2, 1, 8, 8), 1);
        assertArrayEquals(own, end(noise -> sampling(plan("DDIM")).start(noise, 2, 1, 8, 8), 1), 1e-3);
    }

    @ParameterizedTest
    @MethodSource("names")
    void theNoiseAtTheStartIsScaledAsTheSchedulerHasIt(String name) {
        Plan plan = plan(name);
        Sampling sampling = sampling(plan);
        assertEquals(plan.start(), sampling.noiseScale());
        Scope.run(() -> {
            try (SamplingRun run = sampling.start(SeededNoise.of(7), 1, 1, 8, 8)) {
                Tensor noise = Tensors.scaled(plan.start(), SeededNoise.of(7).next(1, 1, 8, 8));
                assertArrayEquals(Tensors.doubles(noise), Tensors.doubles(run.x()));
            }
        });
    }

    @Test
    void whatAModelCannotDoIsSaid() {
        Plan learned = model.scheduler()
                .of("DDPM")
                .with(Map.of("variance_type", JsonText.tree("learned_range")))
                .plan(STEPS);
        String message = String.valueOf(assertThrows(IllegalArgumentException.class, () -> sampling(learned))
                .getMessage());
        assertTrue(message.contains("has learned no variance"), message);
        assertEquals(100, model.scheduler().of("DDPM").usualSteps());
        assertEquals(50, model.scheduler().usualSteps());
    }
}
