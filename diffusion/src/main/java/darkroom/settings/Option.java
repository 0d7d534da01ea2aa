package darkroom.settings;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An option: a component of a record of settings.
 *
 * @param name its name in JSON, in snake case
 * @param shape what values it takes
 * @param optional whether it may be absent or null
 * @param about what it is
 * @param otherwise what it is when it is left out; absent for nothing
 * @param component the component
 */
record Option(
        String name,
        Shape shape,
        boolean optional,
        String about,
        @Nullable JsonNode otherwise,
        RecordComponent component) {

    /** The options of a record, in its order. */
    static List<Option> of(Class<?> type) {
        return Arrays.stream(type.getRecordComponents()).map(Option::of).toList();
    }

    private static Option of(RecordComponent component) {
        Setting setting = component.getAnnotation(Setting.class);
        String otherwise = setting == null ? "" : setting.otherwise();
        String name = snake(component.getName());
        return new Option(
                name,
                shape(name, component.getGenericType(), setting),
                component.getAnnotatedType().isAnnotationPresent(Nullable.class),
                setting == null ? "" : setting.value(),
                otherwise.isEmpty() ? null : JsonText.parse(otherwise).node(),
                component);
    }

    private static Shape shape(String name, Type type, @Nullable Setting setting) {
        List<String> choices = setting == null ? List.of() : choices(setting);
        if (choices.isEmpty()) {
            Shape shape = Shape.of(type, Range.of(setting == null ? "" : setting.range()));
            if (setting != null && setting.square()) {
                return new Shape.Square(((Shape.Listed) shape).element());
            }
            if (setting != null && setting.each()) {
                return new Shape.Each(((Shape.Listed) shape).element());
            }
            return shape instanceof Shape.OneOf one
                    ? new Shape.OneOf(one.registry(), one.registry().key().equals(name))
                    : shape;
        }
        Shape choice = new Shape.Choice(choices, choices);
        return type == String.class ? choice : new Shape.Listed(choice);
    }

    private static List<String> choices(Setting setting) {
        if (setting.among() == Void.class) {
            return List.of(setting.choices());
        }
        try {
            Map<?, ?> all = (Map<?, ?>) setting.among().getDeclaredMethod("all").invoke(null);
            return all.keySet().stream().map(String::valueOf).toList();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Names of Java in JSON: {@code learningRate} is {@code learning_rate}. */
    static String snake(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }

    /** Its value in an object. */
    @Nullable
    Object read(Value object) {
        Value value = object.get(name);
        boolean missing = value.node().isMissingNode();
        if (missing && otherwise != null) {
            value = new Value(otherwise, value.place());
        } else if (missing && !optional && shape instanceof Shape.Nested nested && nested.hasDefaults()) {
            value = new Value(JsonText.JSON.createObjectNode(), value.place());
        }
        if (value.node().isNull() && (optional || missing)
                || optional && value.node().isMissingNode()) {
            return null;
        }
        return shape instanceof Shape.OneOf one && one.beside()
                ? one.registry().readBeside(value, object)
                : shape.read(value);
    }

    /** The names that an object may have for it: its own, and of the options that stand beside it. */
    Stream<String> names(JsonNode object) {
        if (!(shape instanceof Shape.OneOf one) || !one.beside()) {
            return Stream.of(name);
        }
        JsonNode value = object.has(name) || otherwise == null ? object.path(name) : otherwise;
        return Stream.concat(Stream.of(name), one.registry().besides(value).stream());
    }
}
