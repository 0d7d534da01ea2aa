package darkroom.lesson.web;

import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The values of a request, each within its limits or refused in a sentence. */
public final class Query {
    /** Whoever does not say who it is. */
    public static final String ANYBODY = "";

    /** Seeds up to here are whole numbers in every browser too. */
    public static final long LARGEST_SEED = (1L << 32) - 1;

    private static final int LONGEST = 400;

    private final Function<String, @Nullable String> values;
    private final String reader;

    /** @param values a value by name; null where there is none */
    public Query(Function<String, @Nullable String> values) {
        this(values, ANYBODY);
    }

    /** As {@link #Query(Function)}, of a reader that the engine can tell from others. */
    public Query(Function<String, @Nullable String> values, String reader) {
        this.values = values;
        this.reader = reader;
    }

    /** Who asks, by a name that only the engine needs. */
    public String reader() {
        return reader;
    }

    /** The same with some values in place of its own. */
    public Query with(Map<String, String> others) {
        return new Query(name -> others.containsKey(name) ? others.get(name) : values.apply(name), reader);
    }

    /** Text of at most 400 characters. */
    public String text(String name, String otherwise) {
        String value = values.apply(name);
        if (value == null || value.isEmpty()) {
            return otherwise;
        }
        if (value.length() > LONGEST) {
            throw new BadRequest("The value of " + name + " is longer than " + LONGEST + " characters.");
        }
        return value;
    }

    public boolean has(String name) {
        return !text(name, "").isEmpty();
    }

    public long whole(String name, long otherwise, long least, long most) {
        String value = text(name, Long.toString(otherwise));
        if (value.matches("-?\\d{1,12}")) {
            long number = Long.parseLong(value);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw new BadRequest(
                name + " is a whole number from " + least + " to " + most + ", not '" + shown(value) + "'.");
    }

    public long seed(String name, long otherwise) {
        return whole(name, otherwise, 0, LARGEST_SEED);
    }

    public double number(String name, double otherwise, double least, double most) {
        String value = text(name, Double.toString(otherwise));
        if (value.matches("-?\\d{1,9}(\\.\\d{1,12})?")) {
            double number = Double.parseDouble(value);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw new BadRequest(name + " is a number from " + Words.plain(least) + " to " + Words.plain(most) + ", not '"
                + shown(value) + "'.");
    }

    public String oneOf(String name, String otherwise, Collection<String> choices) {
        String value = text(name, otherwise);
        if (choices.contains(value)) {
            return value;
        }
        throw new BadRequest(name + " is one of " + String.join(", ", choices) + ", not '" + shown(value) + "'.");
    }

    private static String shown(String value) {
        String clean = value.replaceAll("\\p{Cntrl}", " ");
        return clean.length() > 40 ? clean.substring(0, 40) + "..." : clean;
    }
}
