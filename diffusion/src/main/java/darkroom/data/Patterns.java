package darkroom.data;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Ten families of grey pictures, white on black, each drawn anew from a seed: checkerboard, circle (filled), ring, cross,
 * stripes in three directions, gradient, triangle and smile, at random size, place and phase.
 *
 * <p>Edges are one pixel wide. Single objects leave the outermost pixels black; checkerboard, stripes and gradient fill
 * the picture. A batch walks through the labels from one drawn at random, so that classes are balanced.
 *
 * <p>Where there are only so many of them, a seed's drawings are the first that it draws without a limit, and its batches walk through
 * these as those of a {@link FiniteDataSet} do.
 */
public final class Patterns implements DataSet {

    private static final Pattern[] FAMILIES = Pattern.values();
    private static final List<String> LABELS =
            Arrays.stream(FAMILIES).map(Pattern::label).toList();
    private static final int MOST = 100_000, MOST_PIXELS = 1 << 26;

    /** The order in which so many drawings are seen has a seed of its own. */
    private static final long ORDER = 1;

    private final int size;
    private final @Nullable Integer only;
    private volatile @Nullable Drawings kept;

    /** The drawings of a seed, where there are only so many. */
    private record Drawings(long seed, FiniteDataSet set) {}

    /** Pictures of a size, each drawn anew; see {@link #Patterns(int, Integer)}. */
    public Patterns(int size) {
        this(size, null);
    }

    /**
     * Pictures of a size.
     *
     * @param size width and height in pixels, 8 to 1024; from 16 on all families are clear to the eye
     * @param only how many drawings there are, 1 to 100,000 with 2^26 pixels in all at most; null for a new one each time
     * @throws IllegalArgumentException at any other size or number
     */
    public Patterns(int size, @Nullable Integer only) {
        if (size < 8 || size > 1024) {
            throw new IllegalArgumentException("Patterns are 8 to 1024 pixels wide, not " + size + ".");
        }
        int most = Math.min(MOST, MOST_PIXELS / (size * size));
        if (only != null && (only < 1 || only > most)) {
            throw new IllegalArgumentException("There are 1 to " + most + " patterns of " + size
                    + " pixels where their count is given, not " + only + ".");
        }
        this.size = size;
        this.only = only;
    }

    /** How many drawings there are; empty where each is a new one. */
    public OptionalInt count() {
        return only == null ? OptionalInt.empty() : OptionalInt.of(only);
    }

    @Override
    public long[] shape() {
        return new long[] {1, size, size};
    }

    @Override
    public List<String> labels() {
        return LABELS;
    }

    @Override
    public Batch batch(long seed, long index, int count) {
        return only == null
                ? drawn(seed, index, count)
                : drawings(seed, only).batch(Seeds.at(seed, ORDER), index, count);
    }

    /** The drawings of a seed. They are drawn when they are first asked for, and kept until those of another seed are. */
    private FiniteDataSet drawings(long seed, int number) {
        Drawings known = kept;
        if (known == null || known.seed != seed) {
            Batch all = drawn(seed, 0, number);
            List<float[]> each = IntStream.range(0, number)
                    .mapToObj(i -> Examples.at(all, i))
                    .toList();
            known = new Drawings(seed, FiniteDataSet.of(each, all.labels(), LABELS, shape()));
            kept = known;
        }
        return known.set;
    }

    private Batch drawn(long seed, long index, int count) {
        RandomGenerator random = Keyed.batch(seed, index, count);
        int first = Keyed.below(random, FAMILIES.length);
        float[] values = new float[Math.multiplyExact(count, size * size)];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = (first + i) % FAMILIES.length;
            System.arraycopy(draw(labels[i], random), 0, values, i * size * size, size * size);
        }
        return new Batch(values, labels);
    }

    /**
     * Draws one picture.
     *
     * @param label which family, 0 to 9
     * @return its pixels row by row, in [-1, 1]
     */
    public float[] draw(int label, RandomGenerator random) {
        if (label < 0 || label >= FAMILIES.length) {
            throw new IllegalArgumentException("Patterns have labels 0 to 9; there is no label " + label + ".");
        }
        Easel easel = new Easel(size, random);
        FAMILIES[label].draw(easel);
        return easel.picture;
    }
}
