package darkroom.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Locale;

/** What values an option takes: how they are read, written, checked and described. */
interface Shape {

    /** The value that JSON stands for; refuses what it does not take. */
    Object read(Value value);

    /** The JSON of a value. */
    default JsonNode write(Object value) {
        return JsonText.JSON.valueToTree(value);
    }

    /** What values it takes, as {@code a whole number at least 1}. */
    String words();

    /** The same of several, as {@code whole numbers at least 1}. */
    String many();

    /** Whether it takes a value that was not read from JSON. */
    default boolean takes(Object value) {
        return true;
    }

    /** The shape of a Java type, numbers of it in a range. */
    static Shape of(Type type, Range range) {
        if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
            return new Listed(of(generic.getActualTypeArguments()[0], range));
        }
        Class<?> plain = (Class<?>) type;
        if (plain == int.class || plain == Integer.class) {
            return new Numeric(range, true, JsonNode::canConvertToInt, JsonNode::intValue);
        }
        if (plain == long.class || plain == Long.class) {
            return new Numeric(range, true, JsonNode::canConvertToLong, JsonNode::longValue);
        }
        if (plain == double.class || plain == Double.class) {
            return new Numeric(range, false, node -> Double.isFinite(node.doubleValue()), JsonNode::doubleValue);
        }
        if (plain == boolean.class || plain == Boolean.class) {
            return new Plain("true or false", "true or false", JsonNode::isBoolean, JsonNode::booleanValue);
        }
        if (plain == String.class) {
            return new Plain("a text", "texts", JsonNode::isTextual, JsonNode::textValue);
        }
        if (plain.isEnum()) {
            return Choice.of(plain.getEnumConstants());
        }
        Kinds kinds = plain.getAnnotation(Kinds.class);
        if (kinds != null) {
            return new OneOf(Registry.in(kinds.value()), false);
        }
        if (plain.isRecord()) {
            return new Nested(plain.asSubclass(Record.class));
        }
        throw new IllegalStateException("No option can be of type " + type + ".");
    }

    /** Whether a node is of a shape. */
    interface Test {
        boolean holds(JsonNode node);
    }

    /** The value of a node. */
    interface Reading {
        Object of(JsonNode node);
    }

    /** A number in a range. */
    record Numeric(Range range, boolean whole, Test fits, Reading reading) implements Shape {
        @Override
        public Object read(Value value) {
            JsonNode node = value.node();
            boolean number = whole ? node.isIntegralNumber() : node.isNumber();
            if (!number || !fits.holds(node) || !range.holds(node.doubleValue())) {
                throw value.not(words());
            }
            return reading.of(node);
        }

        @Override
        public boolean takes(Object value) {
            return range.holds(((Number) value).doubleValue());
        }

        @Override
        public String words() {
            return ((whole ? "a whole number " : "a number ") + range.words()).strip();
        }

        @Override
        public String many() {
            return ((whole ? "whole numbers " : "numbers ") + range.words()).strip();
        }
    }

    /** A value without further rules. */
    record Plain(String words, String many, Test fits, Reading reading) implements Shape {
        @Override
        public Object read(Value value) {
            if (!fits.holds(value.node())) {
                throw value.not(words);
            }
            return reading.of(value.node());
        }
    }

    /** One of some values, each by its name. */
    record Choice(List<String> names, List<?> values) implements Shape {
        static Choice of(Object... constants) {
            List<?> all = List.of(constants);
            return new Choice(
                    all.stream()
                            .map(each -> ((Enum<?>) each).name().toLowerCase(Locale.ROOT))
                            .toList(),
                    all);
        }

        @Override
        public Object read(Value value) {
            int found = value.node().isTextual() ? names.indexOf(value.node().textValue()) : -1;
            if (found < 0) {
                throw value.notNamed(names, words());
            }
            return values.get(found);
        }

        @Override
        public JsonNode write(Object value) {
            return JsonText.JSON.getNodeFactory().textNode(names.get(values.indexOf(value)));
        }

        @Override
        public boolean takes(Object value) {
            return values.contains(value);
        }

        @Override
        public String words() {
            return names.size() > 2 ? "one of " + String.join(", ", names) : String.join(" or ", names);
        }

        @Override
        public String many() {
            return words();
        }
    }

    /** A list. */
    record Listed(Shape element) implements Shape {
        @Override
        public Object read(Value value) {
            if (!value.node().isArray()) {
                throw value.not(words());
            }
            return value.elements().stream().map(element::read).toList();
        }

        @Override
        public JsonNode write(Object list) {
            ArrayNode array = JsonText.JSON.createArrayNode();
            ((List<?>) list).forEach(value -> array.add(element.write(value)));
            return array;
        }

        @Override
        public boolean takes(Object list) {
            return ((List<?>) list).stream().allMatch(element::takes);
        }

        @Override
        public String words() {
            return "a list of " + element.many();
        }

        @Override
        public String many() {
            return "lists of " + element.many();
        }
    }

    /** Two values, for which one stands where they are equal. */
    record Square(Shape side) implements Shape {
        @Override
        public Object read(Value value) {
            if (value.node().isNumber()) {
                return List.of(side.read(value));
            }
            if (!value.node().isArray() || value.node().size() != 2) {
                throw value.not(words());
            }
            return value.elements().stream().map(side::read).toList();
        }

        @Override
        public JsonNode write(Object value) {
            List<?> sides = (List<?>) value;
            return sides.size() == 1 ? side.write(sides.get(0)) : new Listed(side).write(sides);
        }

        @Override
        public boolean takes(Object value) {
            List<?> sides = (List<?>) value;
            return (sides.size() == 1 || sides.size() == 2) && sides.stream().allMatch(side::takes);
        }

        @Override
        public String words() {
            return side.words() + ", or two of them in a list";
        }

        @Override
        public String many() {
            return "lists of two " + side.many();
        }
    }

    /** A list of which a single value stands for all: such a list is read as that value alone. */
    record Each(Shape element) implements Shape {
        @Override
        public Object read(Value value) {
            return value.node().isArray() ? new Listed(element).read(value) : List.of(element.read(value));
        }

        @Override
        public JsonNode write(Object value) {
            List<?> all = (List<?>) value;
            return all.size() == 1 ? element.write(all.get(0)) : new Listed(element).write(all);
        }

        @Override
        public boolean takes(Object value) {
            return new Listed(element).takes(value);
        }

        @Override
        public String words() {
            return element.words() + ", or a list of them";
        }

        @Override
        public String many() {
            return element.many();
        }
    }

    /** A record of settings. */
    record Nested(Class<? extends Record> type) implements Shape {
        @Override
        public Object read(Value value) {
            return Settings.read(type, value);
        }

        @Override
        public JsonNode write(Object value) {
            return Settings.write((Record) value);
        }

        /** Whether all of its options may be left out. */
        boolean hasDefaults() {
            return Option.of(type).stream().allMatch(option -> option.optional() || option.otherwise() != null);
        }

        @Override
        public String words() {
            return "an object in braces";
        }

        @Override
        public String many() {
            return "objects in braces";
        }
    }

    /**
     * One of the kinds of a registry.
     *
     * @param beside whether its options may stand beside its name, in the object that names it
     */
    record OneOf(Registry<?> registry, boolean beside) implements Shape {
        @Override
        public Object read(Value value) {
            return registry.read(value);
        }

        @Override
        public JsonNode write(Object value) {
            return beside ? registry.brief(value) : registry.write(value);
        }

        @Override
        public String words() {
            return registry.words();
        }

        @Override
        public String many() {
            return registry.words();
        }
    }
}
