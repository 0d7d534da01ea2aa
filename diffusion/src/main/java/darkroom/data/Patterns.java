package darkroom.data;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Ten families of grey pictures, white on black, each drawn anew from a seed: checkerboard, circle (filled), ring, cross,
 * stripes in three directions, gradient, triangle and smile, at random size, place and phase.
 *
 * <p>Edges are one pixel wide. Single objects leave the outermost pixels black; checkerboard, stripes and gradient fill
 * the picture. A batch walks through the labels from one drawn at random, so that classes are balanced.
 */
public final class Patterns implements DataSet {

    private static final Pattern[] FAMILIES = Pattern.values();
    private static final List<String> LABELS =
            Arrays.stream(FAMILIES).map(Pattern::label).toList();

    private final int size;

    /**
     * Pictures of a size.
     *
     * @param size width and height in pixels, 8 to 1024; from 16 on all families are clear to the eye
     * @throws IllegalArgumentException at any other size
     */
    public Patterns(int size) {
        if (size < 8 || size > 1024) {
            throw new IllegalArgumentException("Patterns are 8 to 1024 pixels wide, not " + size + ".");
        }
        this.size = size;
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
