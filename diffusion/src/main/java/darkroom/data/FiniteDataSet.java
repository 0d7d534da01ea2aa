package darkroom.data;

import darkroom.picture.Picture;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Given examples, held in memory. Batches walk through them epoch by epoch, each epoch in an order of its own, so that
 * every example is seen once before any is seen again; the last batch of an epoch goes on into the next.
 */
public final class FiniteDataSet implements DataSet {
    private final IntFunction<float[]> examples;
    private final int[] labels;
    private final List<String> names;
    private final List<String> captions;
    private final long[] shape;
    private final int length;

    private FiniteDataSet(IntFunction<float[]> examples, int[] labels, List<String> names, long... shape) {
        this(examples, labels, names, List.of(), shape);
    }

    private FiniteDataSet(
            IntFunction<float[]> examples, int[] labels, List<String> names, List<String> captions, long... shape) {
        this.examples = examples;
        this.labels = labels.clone();
        this.names = List.copyOf(names);
        this.captions = List.copyOf(captions);
        this.shape = shape.clone();
        length = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
        if (labels.length == 0) {
            throw new IllegalArgumentException("A data set needs at least one example.");
        }
        for (int label : labels) {
            if (label < 0 || label >= names.size()) {
                throw new IllegalArgumentException("An example has the label " + label
                        + ", but there are names for 0 to " + (names.size() - 1) + ".");
            }
        }
    }

    /**
     * Examples as values.
     *
     * @param examples the values of each in its shape, pictures in [-1, 1]; they are copied
     * @param labels one for each example
     * @param names of the classes, by label
     * @param shape of one example
     * @throws IllegalArgumentException when an example has not as many finite values as its shape asks for, or no label,
     *     or one without a name
     */
    public static FiniteDataSet of(List<float[]> examples, int[] labels, List<String> names, long... shape) {
        requireLabels(examples.size(), labels);
        List<float[]> own = examples.stream().map(float[]::clone).toList();
        FiniteDataSet data = new FiniteDataSet(own::get, labels, names, shape);
        for (int i = 0; i < own.size(); i++) {
            float[] values = own.get(i);
            if (values.length != data.length) {
                throw new IllegalArgumentException("Examples of shape " + Arrays.toString(shape) + " have "
                        + data.length + " values, but example " + i + " has " + values.length + ".");
            }
            for (float value : values) {
                if (!Float.isFinite(value)) {
                    throw new IllegalArgumentException("Example " + i + " holds " + value + ", which is not a number.");
                }
            }
        }
        return data;
    }

    /**
     * Pictures as examples; they take a byte for a value until they are asked for.
     *
     * @param pictures all of one size and as many channels
     * @param labels one for each picture
     * @param names of the classes, by label
     * @throws IllegalArgumentException when the pictures differ in shape, or one has no label, or one without a name
     */
    public static FiniteDataSet ofPictures(List<Picture> pictures, int[] labels, List<String> names) {
        requireLabels(pictures.size(), labels);
        if (pictures.isEmpty()) {
            throw new IllegalArgumentException("A data set needs at least one picture.");
        }
        List<Picture> own = List.copyOf(pictures);
        Picture first = own.get(0);
        for (Picture picture : own) {
            if (picture.width() != first.width()
                    || picture.height() != first.height()
                    || picture.channels() != first.channels()) {
                throw new IllegalArgumentException("The pictures of a data set have one shape, but there is a " + first
                        + " and a " + picture + ".");
            }
        }
        return new FiniteDataSet(
                i -> own.get(i).floats(), labels, names, first.channels(), first.height(), first.width());
    }

    /**
     * The same examples with captions.
     *
     * @param told one for each example, or none at all
     */
    FiniteDataSet withCaptions(List<String> told) {
        return new FiniteDataSet(examples, labels, names, told, shape);
    }

    private static void requireLabels(int count, int... labels) {
        if (labels.length != count) {
            throw new IllegalArgumentException("There are " + count + " examples, but " + labels.length + " labels.");
        }
    }

    @Override
    public long[] shape() {
        return shape.clone();
    }

    @Override
    public List<String> labels() {
        return names;
    }

    /** How many examples there are. */
    public int size() {
        return labels.length;
    }

    /** All examples in the order given. */
    public Batch all() {
        return chosen(IntStream.range(0, size()).toArray());
    }

    @Override
    public Batch batch(long seed, long index, int count) {
        Keyed.requireCount(count);
        int[] places = new int[count];
        long place = Math.multiplyExact(index, (long) count);
        for (int i = 0; i < count; ) {
            long epoch = Math.floorDiv(place + i, (long) size());
            Shuffle order = new Shuffle(Keyed.random(seed, epoch), size());
            for (int at = Math.floorMod(place + i, size()); at < size() && i < count; at++, i++) {
                places[i] = order.at(at);
            }
        }
        return chosen(places);
    }

    private Batch chosen(int... places) {
        float[] values = new float[Math.multiplyExact(places.length, length)];
        int[] theirs = new int[places.length];
        for (int i = 0; i < places.length; i++) {
            System.arraycopy(examples.apply(places[i]), 0, values, i * length, length);
            theirs[i] = labels[places[i]];
        }
        List<String> told = captions.isEmpty()
                ? captions
                : IntStream.of(places).mapToObj(captions::get).toList();
        return new Batch(values, theirs, told);
    }
}
