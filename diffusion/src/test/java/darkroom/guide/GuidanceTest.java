package darkroom.guide;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import darkroom.schedule.NoiseLevel;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which conditions guidance asks for, and where. */
class GuidanceTest {

    private static final Condition RING = Condition.labels(2);

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "3, 2", "-1, 2"})
    void aScaleAsksForNoMoreThanItNeeds(double scale, int conditions) {
        List<Condition> wanted = new ClassifierFree(scale).wanted(RING, NoiseLevel.ofAlphaBar(0.5));
        assertEquals(conditions, wanted.size());
        assertEquals(scale == 0 ? Condition.NONE : RING, wanted.get(conditions - 1));
        assertEquals(
                List.of(Condition.NONE), new ClassifierFree(scale).wanted(Condition.NONE, NoiseLevel.ofAlphaBar(0.5)));
    }

    @Test
    void scaleOneIsTheConditionalAndZeroTheUnconditionalOutput() {
        Scope.run(() -> {
            Tensor none = Tensors.of(new double[] {1, -2}, 1, 2), ring = Tensors.of(new double[] {3, 5}, 1, 2);
            double[][] expected = {{1, -2}, {3, 5}, {7, 19}};
            for (int scale : new int[] {0, 1, 3}) {
                Tensor guided = new ClassifierFree(scale).combine(List.of(none, ring), NoiseLevel.ofAlphaBar(0.5));
                assertArrayEquals(expected[Math.min(scale, 2)], Tensors.doubles(guided), 1e-12);
            }
        });
    }

    /** From 1 to 4 in sigma / alpha, both ends with them; pure noise has no finite ratio. */
    @ParameterizedTest
    @CsvSource({
        "1, 0.99, false",
        "1, 1, true",
        "2, 6, true",
        "1, 4, true",
        "1, 4.01, false",
        "0, 1, false",
        "1, 0, false"
    })
    void anIntervalGuidesInsideAndFollowsTheConditionOutside(double alpha, double sigma, boolean inside) {
        NoiseLevel level = new NoiseLevel(alpha, sigma);
        Guidance interval = new GuidanceInterval(new ClassifierFree(3), 1, 4.0);
        List<Condition> wanted = interval.wanted(RING, level);
        assertEquals(inside ? List.of(Condition.NONE, RING) : List.of(RING), wanted);
        Scope.run(() -> {
            Tensor none = Tensors.of(new double[] {1, -2}, 1, 2), ring = Tensors.of(new double[] {3, 5}, 1, 2);
            Tensor output = interval.combine(inside ? List.of(none, ring) : List.of(ring), level);
            assertArrayEquals(inside ? new double[] {7, 19} : new double[] {3, 5}, Tensors.doubles(output), 1e-12);
        });
    }

    @Test
    void withoutAnUpperEndPureNoiseIsGuidedToo() {
        Guidance interval = new GuidanceInterval(new ClassifierFree(3), 1, Double.POSITIVE_INFINITY);
        assertEquals(2, interval.wanted(RING, new NoiseLevel(0, 1)).size());
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        ClassifierFree three = new ClassifierFree(3);
        assertThrows(IllegalArgumentException.class, () -> new ClassifierFree(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> new GuidanceInterval(three, 2, 1.0));
        assertThrows(IllegalArgumentException.class, () -> new GuidanceInterval(three, -1, 1.0));
        assertThrows(IllegalArgumentException.class, () -> new RescaledGuidance(3, 1.1));
    }
}
