package darkroom.diffusers.scheduler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * Options of a scheduler by name, each with its default where nothing else is asked. It knows which were read: what differs
 * from its default and was not read is refused, so that no option is ever ignored.
 */
final class Options {

    private final String owner;
    private final Map<String, JsonNode> values;
    private final Set<String> changed;
    private final Set<String> read = new HashSet<>();

    /**
     * Options of one owner.
     *
     * @param owner whose they are
     * @param defaults all that there are
     * @param given those that are asked for, all of them among the defaults
     */
    Options(String owner, Map<String, JsonNode> defaults, Map<String, JsonNode> given) {
        this.owner = owner;
        values = new LinkedHashMap<>(defaults);
        changed = new HashSet<>();
        given.forEach((name, value) -> {
            if (!same(value, Objects.requireNonNull(defaults.get(name)))) {
                changed.add(name);
            }
            values.put(name, value);
        });
    }

    private static boolean same(JsonNode value, JsonNode usual) {
        return value.isNumber() && usual.isNumber() ? value.doubleValue() == usual.doubleValue() : value.equals(usual);
    }

    /** The scheduler's name. */
    String owner() {
        return owner;
    }

    private JsonNode value(String name) {
        read.add(name);
        return values.getOrDefault(name, NullNode.getInstance());
    }

    /** Whether an option is set to something. */
    boolean has(String name) {
        return !value(name).isNull();
    }

    /** Whether an option is on; what is not there is off. */
    boolean flag(String name) {
        JsonNode value = value(name);
        return !value.isNull()
                && as(name, value, value.isBoolean(), "true or false").booleanValue();
    }

    double number(String name) {
        JsonNode value = value(name);
        if (value.isTextual() && value.textValue().matches("-?inf|-?Infinity")) {
            return value.textValue().startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        return as(name, value, value.isNumber(), "a number").doubleValue();
    }

    /** A finite number in a range, its ends included. */
    double number(String name, double least, double most) {
        double number = number(name);
        as(name, value(name), number >= least && number <= most, "a number from " + least + " to " + most);
        return number;
    }

    /** A whole number in a range, its ends included. */
    int whole(String name, int least, int most) {
        JsonNode value = value(name);
        boolean fits = value.isNumber() && value.doubleValue() == Math.rint(value.doubleValue());
        as(
                name,
                value,
                fits && value.doubleValue() >= least && value.doubleValue() <= most,
                "a whole number from " + least + " to " + most);
        return value.intValue();
    }

    /** One of some texts. */
    String choice(String name, String... choices) {
        JsonNode value = value(name);
        List<String> all = Arrays.asList(choices);
        return as(
                        name,
                        value,
                        value.isTextual() && all.contains(value.textValue()),
                        "one of " + String.join(", ", all) + " here")
                .textValue();
    }

    /** Whether an option has a value. */
    boolean choiceIs(String name, String text) {
        return value(name).asText().equals(text);
    }

    double[] numbers(String name) {
        JsonNode value = value(name);
        boolean fits = value.isArray()
                && StreamSupport.stream(value.spliterator(), false).allMatch(JsonNode::isNumber);
        return StreamSupport.stream(as(name, value, fits, "a list of numbers").spliterator(), false)
                .mapToDouble(JsonNode::doubleValue)
                .toArray();
    }

    /** Marks an option as known that changes nothing in the reference either. */
    void withoutEffect(String... names) {
        read.addAll(Arrays.asList(names));
    }

    /** Refuses what was asked for and not read. */
    void finish() {
        for (String name : changed) {
            if (!read.contains(name)) {
                throw refused(
                        name + " is not supported with another value than its default, not " + values.get(name) + ".");
            }
        }
    }

    /** Refuses what was asked for, for what a sentence says. */
    IllegalArgumentException refused(String sentence) {
        return new IllegalArgumentException(owner + ": " + sentence);
    }

    private JsonNode as(String name, JsonNode value, boolean right, String words) {
        if (!right) {
            String shown = value.toString();
            throw refused(name + " must be " + words + ", not "
                    + (shown.length() > 40 ? shown.substring(0, 40) + "..." : shown) + ".");
        }
        return value;
    }
}
