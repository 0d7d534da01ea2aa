package darkroom.network;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a network is told of what its samples are asked to be, row by row.
 *
 * @param labels [B], each in [0, {@link Network#classEmbeddings()}); null for a network without classes
 * @param tokens embeddings of a text's tokens, [B, L, D]; null for a network that is told no text
 * @param pooled one embedding of the whole text, [B, P]
 * @param added further numbers by name, such as the size of the picture, [B, ...]
 * @param <T> what is operated on
 */
public record Conditioning<T>(
        @Nullable T labels, @Nullable T tokens, @Nullable T pooled, Map<String, T> added) {

    public Conditioning {
        added = Map.copyOf(added);
    }

    /** What a network is told that is told nothing. */
    public static <T> Conditioning<T> none() {
        return new Conditioning<>(null, null, null, Map.of());
    }

    /** What a network is told that has classes. */
    public static <T> Conditioning<T> ofLabels(T labels) {
        return new Conditioning<>(labels, null, null, Map.of());
    }

    /** The labels of a network that cannot do without. */
    public T requireLabels() {
        return required(labels, "a label");
    }

    /** The tokens of a network that cannot do without. */
    public T requireTokens() {
        return required(tokens, "an encoded text");
    }

    /** The embedding of the whole text, of a network that cannot do without. */
    public T requirePooled() {
        return required(pooled, "an encoded text as a whole");
    }

    /** Further numbers by a name, of a network that cannot do without. */
    public T requireAdded(String name) {
        return required(added.get(name), "its " + name);
    }

    /** The same with all but the labels, which are no numbers to compute with, replaced. */
    public Conditioning<T> withEmbeddings(UnaryOperator<T> other) {
        Conditioning<T> changed = new Conditioning<>(null, tokens, pooled, added).map(other);
        return new Conditioning<>(labels, changed.tokens, changed.pooled, changed.added);
    }

    /** The same, each of its parts as something else. */
    public <R> Conditioning<R> map(Function<? super T, ? extends R> other) {
        Map<String, R> changed = new HashMap<>();
        added.forEach((name, value) -> changed.put(name, other.apply(value)));
        return new Conditioning<>(mapped(labels, other), mapped(tokens, other), mapped(pooled, other), changed);
    }

    private static <T, R> @Nullable R mapped(@Nullable T value, Function<? super T, ? extends R> other) {
        return value == null ? null : other.apply(value);
    }

    private static <T> T required(@Nullable T value, String what) {
        if (value == null) {
            throw new IllegalArgumentException("This network is told " + what + " for each sample; none was given.");
        }
        return value;
    }
}
