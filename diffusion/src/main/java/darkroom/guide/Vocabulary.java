package darkroom.guide;

import darkroom.guide.Condition.Encoded;
import darkroom.guide.Condition.Labels;
import darkroom.guide.Condition.Nothing;
import darkroom.network.Conditioning;
import darkroom.network.Network;
import darkroom.torch.Tensors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What a network can be asked for, and how it is told: by labels, of which the last asks for nothing (Ho and Salimans 2022,
 * section 3.2), or by encoded texts.
 *
 * @param classEmbeddings how many classes the network is told apart, one of them for no label if it has such a one; 0 without
 *     labels
 * @param labels how many labels may be asked for, 0 to this, exclusive; a class behind them asks for nothing
 * @param silence what stands for nothing among encoded texts; null for a network that is told no text
 */
public record Vocabulary(
        int classEmbeddings, int labels, @Nullable Encoded silence) {

    /** One whose last class, if there is any, asks for nothing. */
    public Vocabulary(int classEmbeddings, @Nullable Encoded silence) {
        this(classEmbeddings, Math.max(0, classEmbeddings - 1), silence);
    }

    /** What a network without text can be asked for. */
    public static Vocabulary of(Network network) {
        return new Vocabulary(network.classEmbeddings(), null);
    }

    /**
     * Lets a condition pass that asks for something, or a network that can do without.
     *
     * @throws IllegalArgumentException when nothing is asked for and the network has no way to be told so
     */
    public void require(Condition condition) {
        if (condition instanceof Nothing && labels > 0 && labels == classEmbeddings) {
            throw new IllegalArgumentException(
                    "This model is told a class for each picture, and has none for anything: ask for one"
                            + " of the labels 0 to " + (labels - 1) + ".");
        }
    }

    /**
     * What a network is told.
     *
     * @param rows conditions of one row each
     * @throws IllegalArgumentException when the network cannot be asked for one of them
     */
    public Conditioning<Tensor> told(List<? extends Condition> rows) {
        if (silence != null) {
            return stacked(rows.stream().map(row -> text(row, silence)).toList());
        }
        long[] labels = rows.stream().mapToLong(this::label).toArray();
        return classEmbeddings == 0 ? Conditioning.none() : Conditioning.ofLabels(Tensors.of(labels, labels.length));
    }

    private long label(Condition row) {
        require(row);
        if (row instanceof Nothing) {
            return labels;
        }
        if (!(row instanceof Labels asked)) {
            throw new IllegalArgumentException("This model is not asked by texts, so none can be asked for.");
        }
        int label = asked.labels().get(0);
        if (label >= labels) {
            throw new IllegalArgumentException(
                    labels == 0
                            ? "This model was trained without labels, so none can be asked for."
                            : "This model knows the labels 0 to " + (labels - 1) + ", not " + label + ".");
        }
        return label;
    }

    private static Encoded text(Condition row, Encoded silence) {
        if (row instanceof Labels) {
            throw new IllegalArgumentException("This model is asked by texts, so no label can be asked for.");
        }
        return row instanceof Encoded asked ? asked : silence;
    }

    private static Conditioning<Tensor> stacked(List<Encoded> rows) {
        Encoded first = rows.get(0);
        Map<String, Tensor> added = new HashMap<>();
        first.added()
                .keySet()
                .forEach(name ->
                        added.put(name, stacked(rows, row -> row.added().get(name))));
        return new Conditioning<>(
                null,
                stacked(rows, Encoded::tokens),
                first.pooled() == null ? null : stacked(rows, Encoded::pooled),
                added);
    }

    private static Tensor stacked(List<Encoded> rows, Function<Encoded, @Nullable Tensor> part) {
        return Tensors.concatenated(
                0, rows.stream().map(part).flatMap(Stream::ofNullable).toArray(Tensor[]::new));
    }
}
