package darkroom.diffusers.original;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.Tensor;

/** The weights of a part of a checkpoint by their names in it. */
record Names(Map<String, Tensor> tensors) {

    /** Those whose names begin with a prefix, without it. */
    static Names under(Map<String, Tensor> checkpoint, String prefix) {
        Map<String, Tensor> tensors = new TreeMap<>();
        checkpoint.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                tensors.put(name.substring(prefix.length()), value);
            }
        });
        return new Names(tensors);
    }

    boolean isEmpty() {
        return tensors.isEmpty();
    }

    boolean has(String name) {
        return tensors.containsKey(name);
    }

    /**
     * A weight.
     *
     * @throws IllegalArgumentException when it is missing
     */
    Tensor weight(String name) {
        Tensor value = tensors.get(name);
        if (value == null) {
            throw new IllegalArgumentException("It lacks the weight " + name + ".");
        }
        return value;
    }

    /**
     * A weight's size along a dimension.
     *
     * @throws IllegalArgumentException when it is missing, or has fewer dimensions
     */
    int size(String name, int dimension) {
        Tensor value = weight(name);
        if (value.dim() <= dimension) {
            throw new IllegalArgumentException("Its weight " + name + " has " + value.dim() + " dimensions only.");
        }
        return (int) value.size(dimension);
    }

    /** How many numbers in a row, from 0, a pattern's first group has among the names; 0 where none fits. */
    int count(Pattern numbered) {
        return tensors.keySet().stream()
                .map(numbered::matcher)
                .filter(Matcher::lookingAt)
                .mapToInt(found -> Integer.parseInt(found.group(1)) + 1)
                .max()
                .orElse(0);
    }

    /** Says what a weight is called in diffusers. */
    interface Renaming {

        /** Its name there; empty for what diffusers does not have. */
        Optional<String> of(String name);
    }

    /** All of them by other names. */
    Map<String, Tensor> renamed(Renaming renaming) {
        Map<String, Tensor> renamed = new LinkedHashMap<>();
        tensors.forEach((name, value) -> renaming.of(name).ifPresent(to -> renamed.put(to, value)));
        return renamed;
    }

    /** A name in which each of some beginnings of its parts was replaced, the first that fits. */
    static String replaced(String name, Collection<Map.Entry<String, String>> parts) {
        for (Map.Entry<String, String> part : parts) {
            if (name.startsWith(part.getKey())) {
                return part.getValue() + name.substring(part.getKey().length());
            }
        }
        return name;
    }
}
