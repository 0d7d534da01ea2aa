package darkroom.settings;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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
        return new Option(
                snake(component.getName()),
                shape(component.getGenericType(), setting),
                component.getAnnotatedType().isAnnotationPresent(Nullable.class),
                setting == null ? "" : setting.value(),
                otherwise.isEmpty() ? null : JsonText.parse(otherwise).node(),
                component);
    }

    private static Shape shape(Type type, @Nullable Setting setting) {
        if (setting == null || setting.choices().length == 0) {
            return Shape.of(type, Range.of(setting == null ? "" : setting.range()));
        }
        List<String> choices = List.of(setting.choices());
        Shape choice = new Shape.Choice(choices, choices);
        return type == String.class ? choice : new Shape.Listed(choice);
    }

    /** Names of Java in JSON: {@code learningRate} is {@code learning_rate}. */
    static String snake(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }

    /** Its value in an object. */
    @Nullable
    Object read(Value object) {
        Value value = shape.isBeside() ? object : object.get(name);
        boolean missing = object.node().path(name).isMissingNode();
        if (missing && otherwise != null) {
            return otherwise.isNull()
                    ? null
                    : shape.read(new Value(otherwise, object.place().at(name)));
        }
        if (optional && (missing || object.node().path(name).isNull())) {
            return null;
        }
        if (missing && shape instanceof Shape.Nested nested && nested.hasDefaults()) {
            return shape.read(
                    new Value(JsonText.JSON.createObjectNode(), object.place().at(name)));
        }
        return shape.read(value);
    }
}
