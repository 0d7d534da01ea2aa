package darkroom.lesson.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.lesson.studio.Pictures;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What two scales of guidance have in common, noise by noise. */
class GuidedTest {

    private static final int SAMPLES = 16;

    /** Samples whose difference from each other lies in one direction, as if they were stouter or slimmer. */
    private static List<float[]> samples(Random random) {
        return Stream.generate(() -> {
                    float[] sample = new float[Pictures.PIXELS];
                    Arrays.fill(sample, (float) random.nextGaussian());
                    return sample;
                })
                .limit(SAMPLES)
                .toList();
    }

    private static Guided guided(List<float[]> samples) {
        return Guided.of(samples, new double[SAMPLES], new float[Pictures.PIXELS]);
    }

    @Test
    void theSameSamplesDidNotChangeAndThoseThatShrinkFallByThatMuch() {
        List<float[]> samples = samples(new Random(1));
        Guided whole = guided(samples);
        assertEquals(new Guided.Change(0, 0), whole.spreadFrom(whole));
        Guided half = guided(samples.stream()
                .map(one -> {
                    float[] less = one.clone();
                    IntStream.range(0, less.length).forEach(i -> less[i] /= 2);
                    return less;
                })
                .toList());
        assertEquals(-0.5, half.spreadFrom(whole).by(), 1e-6);
        assertEquals(0, half.spreadFrom(whole).within(), 1e-6);
    }

    /** Of one law, and so of one diversity: a change of more than a fixed 5% was claimed in most of these trials. */
    @Test
    void chanceAloneIsSeldomTakenForAChange() {
        Random random = new Random(2);
        int trials = 400, claimed = 0, beyondFivePercent = 0;
        for (int i = 0; i < trials; i++) {
            Guided.Change change = guided(samples(random)).spreadFrom(guided(samples(random)));
            claimed += Math.abs(change.by()) > change.within() ? 1 : 0;
            beyondFivePercent += Math.abs(change.by()) > 0.05 ? 1 : 0;
        }
        assertTrue(beyondFivePercent > trials / 2, beyondFivePercent + " of " + trials);
        assertTrue(claimed < trials / 8, claimed + " of " + trials);
    }
}
