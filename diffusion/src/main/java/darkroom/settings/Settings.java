package darkroom.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Records of settings, whose components are options described by {@link Setting}: read from JSON objects and written as
 * such. An option that is left out has its default, one that nobody knows is refused.
 */
public final class Settings {

    private Settings() {}

    /**
     * A record from an object.
     *
     * @throws IllegalArgumentException for whatever is not as the record has it; says where, and what would be right
     */
    public static <R extends Record> R read(Class<R> type, Value value) {
        List<Option> options = Option.of(type);
        return make(
                type,
                options,
                value.object(options.stream()
                        .flatMap(option -> option.names(value.node()))
                        .toList()));
    }

    /** As {@link #read}, of an object that may hold more than the record has. */
    public static <R extends Record> R readKnown(Class<R> type, Value value) {
        List<String> all = new ArrayList<>();
        value.node().fieldNames().forEachRemaining(all::add);
        return make(type, Option.of(type), value.object(all));
    }

    static <R extends Record> R make(Class<R> type, List<Option> options, Value object) {
        List<@Nullable Object> values = new ArrayList<>();
        options.forEach(option -> values.add(option.read(object)));
        Class<?>[] types =
                options.stream().map(option -> option.component().getType()).toArray(Class<?>[]::new);
        Constructor<R> constructor;
        try {
            constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
        return object.making(() -> made(constructor, values.toArray()));
    }

    private static <R> R made(Constructor<R> constructor, @Nullable Object... values) {
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw refused;
            }
            throw new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A record with all its defaults. */
    public static <R extends Record> R defaults(Class<R> type) {
        return read(type, Value.of(JsonText.JSON.createObjectNode()));
    }

    /** A record as an object; options that are absent are left out, unless that would stand for something. */
    public static ObjectNode write(Record settings) {
        ObjectNode object = JsonText.JSON.createObjectNode();
        for (Option option : Option.of(settings.getClass())) {
            Object value = value(option, settings);
            JsonNode json =
                    value == null ? JsonText.JSON.nullNode() : option.shape().write(value);
            if (value != null || option.otherwise() != null) {
                object.set(option.name(), json);
            }
        }
        return object;
    }

    private static @Nullable Object value(Option option, Record settings) {
        try {
            option.component().getAccessor().setAccessible(true);
            return option.component().getAccessor().invoke(settings);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Checks what a record is made of, for its compact constructor.
     *
     * @param values its components, in order
     * @throws IllegalArgumentException when one is out of its range, or null though it must be given
     */
    public static void check(Class<? extends Record> type, @Nullable Object... values) {
        List<Option> options = Option.of(type);
        for (int i = 0; i < values.length; i++) {
            Option option = options.get(i);
            Object value = values[i];
            if (value == null ? !option.optional() : !option.shape().takes(value)) {
                throw new Refusal(
                        option.name(),
                        option.name() + " must be " + option.shape().words() + ", not " + value + ".");
            }
        }
    }

    /**
     * Refuses an option that does not go with others, unless it does.
     *
     * @param option its name, from the record that is checked: {@code network.out_channels}
     * @param otherwise a sentence that begins with that name
     */
    public static void require(boolean holds, String option, String otherwise) {
        if (!holds) {
            throw new Refusal(option, otherwise);
        }
    }

    /** What is made of a part of a record, in its compact constructor; a refusal names the option in that part. */
    public static <R> R within(String part, Supplier<R> making) {
        try {
            return making.get();
        } catch (Refusal refusal) {
            throw refusal.within(part);
        }
    }
}
