package darkroom.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The options of a data set in a recipe, with a sentence for whatever is wrong with them. */
final class Options {
    private final String name;
    private final JsonNode node;

    Options(String name, JsonNode node, List<String> known) {
        this.name = name;
        this.node = node;
        node.fieldNames().forEachRemaining(option -> {
            if (!option.equals("name") && !known.contains(option)) {
                throw new IllegalArgumentException("The data set " + name + " has no option '" + option + "'; it has "
                        + (known.isEmpty() ? "none" : String.join(", ", known)) + ".");
            }
        });
    }

    int wholeNumber(String option) {
        return optionalWholeNumber(option).orElseThrow(() -> missing(option, "a whole number"));
    }

    OptionalInt optionalWholeNumber(String option) {
        if (!node.has(option)) {
            return OptionalInt.empty();
        }
        JsonNode value = node.get(option);
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw wrong(option, value, "a whole number");
        }
        return OptionalInt.of(value.intValue());
    }

    double number(String option, double otherwise) {
        return node.has(option) ? number(option, node.get(option)) : otherwise;
    }

    private double number(String option, JsonNode value) {
        if (!value.isNumber()) {
            throw wrong(option, value, "a number");
        }
        return value.doubleValue();
    }

    String text(String option) {
        return optionalText(option).orElseThrow(() -> missing(option, "a text"));
    }

    Optional<String> optionalText(String option) {
        if (!node.has(option)) {
            return Optional.empty();
        }
        JsonNode value = node.get(option);
        if (!value.isTextual()) {
            throw wrong(option, value, "a text");
        }
        return Optional.of(value.textValue());
    }

    /** What is described by an object of its own. */
    JsonNode object(String option) {
        if (!node.path(option).isObject()) {
            throw node.has(option) ? wrong(option, node.get(option), "an object") : missing(option, "an object");
        }
        return node.get(option);
    }

    /** A list of texts; empty where there is none. */
    List<String> texts(String option) {
        List<String> texts = new ArrayList<>();
        if (node.has(option)) {
            JsonNode value = node.get(option);
            if (!value.isArray()) {
                throw wrong(option, value, "a list of texts");
            }
            for (JsonNode text : value) {
                if (!text.isTextual()) {
                    throw wrong(option, text, "a list of texts");
                }
                texts.add(text.textValue());
            }
        }
        return texts;
    }

    /** A list of numbers. */
    double[] numbers(String option, double... otherwise) {
        return node.has(option) ? numbers(option, node.get(option)) : otherwise;
    }

    private double[] numbers(String option, JsonNode value) {
        if (!value.isArray()) {
            throw wrong(option, value, "a list of numbers");
        }
        double[] numbers = new double[value.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number(option, value.get(i));
        }
        return numbers;
    }

    /** A list of lists of numbers. */
    List<double[]> lists(String option) {
        if (!node.has(option)) {
            throw missing(option, "a list of points");
        }
        List<double[]> lists = new ArrayList<>();
        if (!node.get(option).isArray()) {
            throw wrong(option, node.get(option), "a list of points");
        }
        node.get(option).forEach(list -> lists.add(numbers(option, list)));
        return lists;
    }

    private IllegalArgumentException missing(String option, String kind) {
        return new IllegalArgumentException(
                "The data set " + name + " needs the option '" + option + "', " + kind + ".");
    }

    private IllegalArgumentException wrong(String option, JsonNode value, String kind) {
        String text = value.toString();
        String shown = text.length() > 40 ? text.substring(0, 40) + "..." : text;
        return new IllegalArgumentException(
                "The option '" + option + "' of the data set " + name + " holds " + kind + ", not " + shown + ".");
    }
}
