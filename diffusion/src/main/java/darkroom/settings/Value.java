package darkroom.settings;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/**
 * A JSON value that knows where it stands, so that whoever refuses it can say so.
 *
 * @param node the value
 * @param place where it stands
 */
public record Value(JsonNode node, Place place) {

    private static final int LONGEST_SHOWN = 40;

    /** A value that was not read from a text. */
    public static Value of(JsonNode node) {
        return new Value(node, Place.NOWHERE);
    }

    /** The value of a field; a missing one where there is none. */
    Value get(String name) {
        return new Value(node.path(name), place.at(name));
    }

    /** The values of an array. */
    List<Value> elements() {
        List<Value> elements = new ArrayList<>();
        for (JsonNode element : node) {
            elements.add(new Value(element, place.at(elements.size())));
        }
        return elements;
    }

    /** The texts of a list of such. */
    @SuppressWarnings("unchecked")
    public List<String> texts() {
        return (List<String>) new Shape.Listed(Shape.of(String.class, Range.ANY)).read(this);
    }

    /** The value where it is an object whose fields are all known; those that begin with an underscore are notes. */
    Value object(Collection<String> known) {
        if (!node.isObject()) {
            throw not("an object in braces");
        }
        for (String name : (Iterable<String>) node::fieldNames) {
            if (!known.contains(name) && !name.startsWith("_")) {
                Place field = place.at(name);
                throw field.refused("There is no option " + field.option() + "; " + Names.advice(name, known) + ".");
            }
        }
        return this;
    }

    /** Refuses the value, since it should be one of some names. */
    IllegalArgumentException notNamed(Collection<String> names, String right) {
        String near = Names.nearest(node.asText(), names)
                .filter(name -> node.isTextual())
                .map(name -> "; did you mean " + name + "?")
                .orElse("");
        return near.isEmpty() ? not(right) : refused(place.option() + " must be " + right + ", not " + shown() + near);
    }

    /** Refuses the value, since it should be another. */
    IllegalArgumentException not(String right) {
        String name = place.option().isEmpty() ? "The document" : place.option();
        if (node.isMissingNode()) {
            return refused(name + " is missing: it must be " + right + ".");
        }
        return refused(name + " must be " + right + ", not " + shown() + ".");
    }

    /**
     * What is made of the value.
     *
     * @throws IllegalArgumentException what the making refuses, with the place of the value or of the option
     */
    public <R> R making(Supplier<R> making) {
        try {
            return making.get();
        } catch (Refusal refusal) {
            throw refusal.in(this);
        } catch (IllegalArgumentException refused) {
            throw refused(String.valueOf(refused.getMessage()));
        }
    }

    /** Refuses the value, for what a sentence says. */
    public IllegalArgumentException refused(String sentence) {
        return place.refused(sentence);
    }

    private String shown() {
        String text = node.toString();
        return text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "..." : text;
    }
}
