package darkroom.data;

import darkroom.schedule.DiscreteSchedule;
import darkroom.schedule.NoiseLevel;
import darkroom.schedule.Schedules;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Examples for a judge that has to know noise when it sees it: of every batch one in K + 1 is pure noise, N(0, I), under
 * the label K, "noise". Half of the others are clean, half are mixed with noise at a timestep of the cosine schedule drawn
 * evenly from 1 to 1000; they keep their label.
 */
public final class Noised implements DataSet {

    /** What pure noise is called. */
    public static final String NOISE = "noise";

    /** Keeps the noise apart from what the data draw of the same seed. */
    private static final long STREAM = 1;

    private static final DiscreteSchedule SCHEDULE = Schedules.discrete("squaredcos_cap_v2", 1000);

    private final DataSet clean;
    private final List<String> labels;

    /**
     * The examples of a data set at all levels of noise.
     *
     * @throws IllegalArgumentException when one of its classes is called "noise" already
     */
    public Noised(DataSet clean) {
        if (clean.labels().contains(NOISE)) {
            throw new IllegalArgumentException(
                    "The data set noised names pure noise '" + NOISE + "', but its data have a class of that name.");
        }
        this.clean = clean;
        labels = labels(clean.labels());
    }

    /** The names of some classes, and behind them that of noise. */
    public static List<String> labels(List<String> clean) {
        return Stream.concat(clean.stream(), Stream.of(NOISE)).toList();
    }

    /** The examples without noise. */
    public DataSet clean() {
        return clean;
    }

    @Override
    public Optional<String> found() {
        return clean.found();
    }

    @Override
    public long[] shape() {
        return clean.shape();
    }

    @Override
    public List<String> labels() {
        return labels;
    }

    @Override
    public Batch batch(long seed, long index, int count) {
        Batch batch = clean.batch(seed, index, count);
        RandomGenerator random = Keyed.random(Seeds.at(seed, STREAM), index);
        float[] values = batch.values().clone();
        int[] labels = batch.labels().clone();
        int length = values.length / count, noise = clean.labels().size(), first = Keyed.below(random, noise + 1);
        for (int i = 0; i < count; i++) {
            if ((first + i) % (noise + 1) == 0) {
                labels[i] = noise;
                mix(values, i * length, length, new NoiseLevel(0, 1), random);
            } else if (random.nextDouble() < 0.5) {
                int t = 1 + Keyed.below(random, SCHEDULE.timesteps());
                mix(values, i * length, length, SCHEDULE.level(t), random);
            }
        }
        return new Batch(values, labels);
    }

    private static void mix(float[] values, int from, int length, NoiseLevel level, RandomGenerator random) {
        for (int k = from; k < from + length; k++) {
            values[k] = (float) (level.alpha() * values[k] + level.sigma() * Keyed.normal(random));
        }
    }
}
