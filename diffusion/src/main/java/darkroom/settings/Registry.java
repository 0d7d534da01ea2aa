package darkroom.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of one thing, by name, each a record whose components are its options. In JSON a kind is an object: one field
 * names it, the others are its options.
 *
 * @param <T> what they all are
 */
public final class Registry<T> {

    /**
     * A kind.
     *
     * @param name its name
     * @param type its record
     * @param about what it is
     */
    record Kind(String name, Class<? extends Record> type, String about) {}

    private final String noun;
    private final String key;
    private final @Nullable String usual;
    private final Map<String, Kind> kinds = new LinkedHashMap<>();

    /**
     * A registry without kinds.
     *
     * @param noun what errors call one of them
     * @param key the field that names one
     * @param usual the name of the kind when that field is missing; absent when it must be given
     */
    public Registry(String noun, String key, @Nullable String usual) {
        this.noun = noun;
        this.key = key;
        this.usual = usual;
    }

    /** Adds a kind. */
    public Registry<T> with(String name, Class<? extends T> type, String about) {
        kinds.put(name, new Kind(name, type.asSubclass(Record.class), about));
        return this;
    }

    /** The registry that a class holds. */
    static Registry<?> in(Class<?> holder) {
        try {
            return (Registry<?>) holder.getField("ALL").get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(holder + " holds no registry.", e);
        }
    }

    /** The names of all kinds. */
    public List<String> names() {
        return List.copyOf(kinds.keySet());
    }

    String noun() {
        return noun;
    }

    String key() {
        return key;
    }

    List<Kind> kinds() {
        return List.copyOf(kinds.values());
    }

    /**
     * The thing that an object describes.
     *
     * @throws IllegalArgumentException when its kind is not known, or an option is not as it should be; says where
     */
    @SuppressWarnings("unchecked")
    public T read(Value value) {
        if (!value.node().isObject()) {
            throw value.not("an object in braces, of which " + key + " is one of " + String.join(", ", names()));
        }
        Value name = value.get(key);
        if (name.node().isMissingNode() && usual == null
                || !(name.node().isMissingNode() || name.node().isTextual())) {
            throw name.not("one of " + String.join(", ", names()));
        }
        String named = name.node().asText(usual);
        Kind kind = kinds.get(named);
        if (kind == null) {
            throw name.refused("There is no " + noun + " '" + named + "'; " + Names.advice(named, names()) + ".");
        }
        List<Option> options = Option.of(kind.type);
        List<String> known = options.stream().map(Option::name).toList();
        value.object(Stream.concat(Stream.of(key), known.stream()).toList());
        return (T) Settings.make(kind.type, options, value);
    }

    /** The name of a thing's kind. */
    public String name(Object thing) {
        return kinds.values().stream()
                .filter(kind -> kind.type.isInstance(thing))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(thing + " is no " + noun + " that has a name."))
                .name;
    }

    /** A thing as an object. */
    public ObjectNode write(Object thing) {
        ObjectNode object = JsonText.JSON.createObjectNode().put(key, name(thing));
        ObjectNode options = Settings.write((Record) thing);
        for (Map.Entry<String, JsonNode> option : options.properties()) {
            object.set(option.getKey(), option.getValue());
        }
        return object;
    }
}
