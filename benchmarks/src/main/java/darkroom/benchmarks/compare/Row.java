package darkroom.benchmarks.compare;

import java.util.Comparator;
import java.util.List;

/**
 * What is measured on both sides, by its name: {@code step-bf16-16} is a step of sampling in bf16 for 16 pictures at once.
 *
 * @param name the kind of work, for steps and training also the precision and the batch
 */
record Row(String name) {

    static final Row PICTURE = new Row("picture-shell");
    static final Row READERS = new Row("readers-32");

    /** A guided step, and a decoded picture, of a model of Stable Diffusion 1.5's size. */
    static final Row LARGE_STEP = new Row("sd15-step-bf16"), LARGE_DECODE = new Row("sd15-decode-bf16");

    /** All, in the order of the table. */
    static final List<Row> ALL = List.of(
            new Row("step-bf16-1"),
            new Row("step-bf16-4"),
            new Row("step-bf16-16"),
            new Row("step-bf16-64"),
            new Row("step-fp32-1"),
            new Row("step-fp32-4"),
            new Row("step-fp32-16"),
            new Row("step-fp32-64"),
            PICTURE,
            new Row("training-bf16-16"),
            new Row("training-fp32-16"),
            READERS,
            LARGE_STEP,
            LARGE_DECODE);

    /** The ones to compile first when time is short: the usual batches, then training, then the rest. */
    static final Comparator<Row> BY_WEIGHT =
            Comparator.comparing(row -> row.isTraining() ? 1 : row.batch() == 1 || row.batch() == 16 ? 0 : 2);

    boolean isLarge() {
        return equals(LARGE_STEP) || equals(LARGE_DECODE);
    }

    boolean isStep() {
        return name.startsWith("step-");
    }

    boolean isTraining() {
        return name.startsWith("training-");
    }

    /** Of a step or of training: {@code fp32} or {@code bf16}. */
    String precision() {
        return name.split("-")[1];
    }

    /** Of a step or of training. */
    int batch() {
        return Integer.parseInt(name.split("-")[2]);
    }
}
