package darkroom.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Names that are known, and the nearest of them to one that is not. */
public final class Names {

    private Names() {}

    /** What to say of a name that is not known: the nearest, where one is near, and all that are. */
    public static String advice(String unknown, Collection<String> known) {
        String all = known.isEmpty() ? "there are none" : "known: " + String.join(", ", known);
        return nearest(unknown, known)
                .map(near -> "did you mean " + near + "? (" + all + ")")
                .orElse(all);
    }

    /** The known name that differs in the fewest letters, where those are less than half of it; a part of a name is near. */
    static Optional<String> nearest(String unknown, Collection<String> known) {
        return known.stream()
                .filter(name -> 2 * apart(unknown, name) < Math.max(3, name.length()))
                .min(Comparator.<String>comparingInt(name -> apart(unknown, name))
                        .thenComparing(name -> !folded(name).startsWith(folded(unknown)))
                        .thenComparingInt(name -> distance(folded(unknown), folded(name))));
    }

    private static int apart(String unknown, String name) {
        String given = folded(unknown), other = folded(name);
        boolean part = given.length() >= 3 && (other.contains(given) || given.contains(other));
        return part ? 1 : distance(given, other);
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    /** How many letters must be put in, taken out or changed (Levenshtein 1966). */
    private static int distance(String one, String other) {
        int[] last = Stream.iterate(0, i -> i + 1)
                .limit(other.length() + 1L)
                .mapToInt(i -> i)
                .toArray();
        for (int i = 1; i <= one.length(); i++) {
            int[] next = new int[other.length() + 1];
            next[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int changed = last[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                next[j] = Math.min(changed, Math.min(last[j], next[j - 1]) + 1);
            }
            last = next;
        }
        return last[other.length()];
    }
}
