package darkroom.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import darkroom.exact.Oracle;
import darkroom.schedule.DiscreteSchedule;
import darkroom.schedule.NoiseLevel;
import darkroom.schedule.Schedules;
import darkroom.schedule.Spacing;
import darkroom.schedule.Step;
import darkroom.schedule.TimeGrid;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The numbers of DDPM's step, and the step that they belong to. */
class DdpmTermsTest {

    private static final DiscreteSchedule COSINE = Schedules.discrete("squaredcos_cap_v2", 1000);
    private static final TimeGrid GRID = new Spacing.Trailing().grid(COSINE, 80);

    /** Ho, Jain and Abbeel 2020, eq. 7, written in alpha, beta and alpha_bar. */
    @Test
    void areThePaperCoefficients() {
        Ddpm ddpm = new Ddpm(Ddpm.Variance.POSTERIOR);
        for (int t = 2; t <= 1000; t += 7) {
            Ddpm.Terms terms = ddpm.terms(new Step(COSINE.level(t), COSINE.level(t - 1)));
            double beta = COSINE.beta(t);
            double now = COSINE.level(t).alphaBar(),
                    before = COSINE.level(t - 1).alphaBar();
            assertEquals(Math.sqrt(1 - beta) * (1 - before) / (1 - now), terms.ofX(), 1e-9, "x at " + t);
            assertEquals(Math.sqrt(before) * beta / (1 - now), terms.ofX0(), 1e-9, "x0 at " + t);
            assertEquals(Math.sqrt((1 - before) / (1 - now) * beta), terms.ofFresh(), 1e-9, "fresh at " + t);
        }
        double beta = COSINE.beta(500);
        Step step = new Step(COSINE.level(500), COSINE.level(499));
        assertEquals(Math.sqrt(beta), new Ddpm(Ddpm.Variance.BETA).terms(step).ofFresh(), 1e-9);
    }

    /** Algorithm 2, line 4: in the noise, with alpha_t = 1 - beta_t, and the same mean as in the clean sample. */
    @ParameterizedTest
    @EnumSource(Ddpm.Variance.class)
    void thePaperWritesTheSameStepInTheNoise(Ddpm.Variance variance) {
        Ddpm ddpm = new Ddpm(variance);
        for (DiscreteSchedule schedule : List.of(COSINE, Schedules.discrete("linear", 1000))) {
            for (int t = 1; t <= 1000; t++) {
                NoiseLevel from = schedule.level(t);
                Step step = new Step(from, schedule.level(t - 1));
                Ddpm.NoiseTerms inNoise = ddpm.noiseTerms(step);
                Ddpm.Terms terms = ddpm.terms(step);
                double root = Math.sqrt(inNoise.alpha()), beta = schedule.beta(t);
                assertEquals(beta, inNoise.beta(), 1e-9, "beta at " + t);
                assertEquals(1 - beta, inNoise.alpha(), 1e-9, "alpha at " + t);
                assertEquals(beta / Math.sqrt(1 - from.alphaBar()), inNoise.ofEpsilon(), 1e-9, "epsilon at " + t);
                assertEquals(terms.ofFresh(), inNoise.ofFresh(), "fresh at " + t);
                // Put x0 = (x - sigma epsilon) / alpha into the other form, and collect.
                assertEquals(1 / root, terms.ofX() + terms.ofX0() / from.alpha(), 1e-6 / root, "x at " + t);
                assertEquals(
                        inNoise.ofEpsilon() / root,
                        terms.ofX0() * from.sigma() / from.alpha(),
                        1e-6 / root,
                        "predicted noise at " + t);
            }
        }
    }

    @Test
    void withoutSignalThereIsNoFormInTheNoise() {
        Step step = new Step(new NoiseLevel(0, 1), COSINE.level(999));
        assertThrows(IllegalArgumentException.class, () -> new Ddpm(Ddpm.Variance.POSTERIOR).noiseTerms(step));
    }

    @ParameterizedTest
    @EnumSource(Ddpm.Variance.class)
    void makeTheStepThatTheSamplerMakes(Ddpm.Variance variance) {
        Ddpm ddpm = new Ddpm(variance);
        double[] x = {0.3, -1.2, 0.9}, clean = {1, -1, 0.5}, z = {0.7, -0.2, 1.1};
        for (Step step : GRID.steps()) {
            Ddpm.Terms terms = ddpm.terms(step);
            Scope.run(() -> {
                Tensor x0 = Tensors.of(clean, 1, 3), sample = Tensors.of(x, 1, 3), fresh = Tensors.of(z, 1, 3);
                try (Oracle oracle = new Oracle(x0);
                        SamplingRun run = SamplingRun.from(
                                new Sampling(oracle, ddpm, new TimeGrid(List.of(step))), shape -> fresh, sample)) {
                    run.advance();
                    Tensor expected = Tensors.sum(1, terms.mean(sample, x0), terms.ofFresh(), fresh);
                    assertArrayEquals(Tensors.doubles(expected), Tensors.doubles(run.x()), 1e-9, step.toString());
                }
            });
        }
    }

    @Test
    void theLastStepAddsNoNoiseAndReturnsTheCleanSample() {
        for (Ddpm.Variance variance : Ddpm.Variance.values()) {
            assertEquals(
                    new Ddpm.Terms(0, 1, 0),
                    new Ddpm(variance).terms(GRID.steps().get(79)));
        }
    }

    @Test
    void aLevelWithoutNoiseHasNoStepDown() {
        Step step = new Step(NoiseLevel.CLEAN, NoiseLevel.CLEAN);
        assertThrows(IllegalArgumentException.class, () -> new Ddpm(Ddpm.Variance.POSTERIOR).terms(step));
    }
}
