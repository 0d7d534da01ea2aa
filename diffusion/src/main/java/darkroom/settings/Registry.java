package darkroom.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of one thing, by name, each a record whose components are its options. In JSON a thing is an object: one field
 * names its kind, the others are its options. Its name alone stands for a thing with all its defaults.
 *
 * @param <T> what they all are
 */
public final class Registry<T> {

    private final String noun;
    private final String key;
    private final @Nullable String usual;
    private final Map<String, Kind> kinds = new LinkedHashMap<>();
    private final Map<String, String> renamed = new LinkedHashMap<>();
    private @Nullable Kind ofNumber;

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

    /** Adds a kind that people call by its name. */
    public Registry<T> with(String name, Class<? extends T> type, String about, String... fixed) {
        return with(name, name, type, about, fixed);
    }

    /**
     * Adds a kind.
     *
     * @param name its name
     * @param title what people call it
     * @param type its record
     * @param about what it is, as a sentence
     * @param fixed options that the name decides, and their values as JSON, in turn
     */
    public Registry<T> with(String name, String title, Class<? extends T> type, String about, String... fixed) {
        kinds.put(name, Kind.of(name, title, type.asSubclass(Record.class), about, fixed));
        return this;
    }

    /** Accepts a name from before. */
    public Registry<T> renamed(String old, String now) {
        renamed.put(old, now);
        return this;
    }

    /** Lets a number stand for a kind whose only option it is. */
    public Registry<T> ofNumber(String name) {
        ofNumber = kind(name);
        return this;
    }

    /** The registry that a class holds. */
    static Registry<?> in(Class<?> holder) {
        try {
            return Objects.requireNonNull((Registry<?>) holder.getField("ALL").get(null));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(holder + " holds no registry.", e);
        }
    }

    /** The names of all kinds. */
    public List<String> names() {
        return List.copyOf(kinds.keySet());
    }

    /** Names from before, each with the one that a kind has now. */
    public Map<String, String> renamed() {
        return Collections.unmodifiableMap(renamed);
    }

    /**
     * What people call the kind of a name.
     *
     * @throws IllegalArgumentException when there is none
     */
    public String title(String name) {
        return kind(name).title();
    }

    /**
     * What the kind of a name is, as a sentence.
     *
     * @throws IllegalArgumentException when there is none
     */
    public String about(String name) {
        return kind(name).about();
    }

    String noun() {
        return noun;
    }

    String key() {
        return key;
    }

    @Nullable
    String usual() {
        return usual;
    }

    List<Kind> kinds() {
        return List.copyOf(kinds.values());
    }

    /**
     * The thing of a name with all its defaults.
     *
     * @throws IllegalArgumentException when there is none, or an option must be given
     */
    public T named(String name) {
        return read(Value.of(JsonText.tree(name)));
    }

    /**
     * The thing of a text: a name, a name with options as in {@code interval:least=0.2,most=5}, or a number.
     *
     * @throws IllegalArgumentException when there is none, or an option is not as it should be
     */
    public T parse(String text) {
        return read(Value.of(Inline.json(key, text)));
    }

    /**
     * The thing that JSON describes.
     *
     * @throws IllegalArgumentException when its kind is not known, or an option is not as it should be; says where
     */
    public T read(Value value) {
        if (ofNumber != null && value.node().isNumber()) {
            Kind kind = ofNumber;
            return made(kind, new Value(kind.ofNumber(value.node()), value.place()));
        }
        if (value.node().isTextual()) {
            return made(kind(value), new Value(JsonText.JSON.createObjectNode(), value.place()));
        }
        if (!value.node().isObject()) {
            throw value.not(words());
        }
        Kind kind = kind(value.get(key));
        value.object(Stream.concat(Stream.of(key), kind.names().stream()).toList());
        return made(kind, value);
    }

    /** The thing that a field of an object names, whose options stand beside it. */
    T readBeside(Value name, Value object) {
        return name.node().isTextual() ? made(kind(name), object) : read(name);
    }

    /** The names of the options that stand beside a thing's name. */
    List<String> besides(JsonNode name) {
        Kind kind = kinds.get(renamed.getOrDefault(name.asText(), name.asText()));
        return kind == null ? List.of() : kind.names();
    }

    String words() {
        String described = "one of " + String.join(", ", names());
        return ofNumber == null ? described : "a number, or " + described;
    }

    private Kind kind(Value name) {
        boolean missing = name.node().isMissingNode();
        if (missing ? usual == null : !name.node().isTextual()) {
            throw name.not(words());
        }
        try {
            return kind(missing ? String.valueOf(usual) : name.node().textValue());
        } catch (IllegalArgumentException e) {
            throw name.refused(String.valueOf(e.getMessage()));
        }
    }

    private Kind kind(String name) {
        Kind kind = kinds.get(renamed.getOrDefault(name, name));
        if (kind == null) {
            throw new IllegalArgumentException(
                    "There is no " + noun + " '" + name + "'; " + Names.advice(name, names()) + ".");
        }
        return kind;
    }

    @SuppressWarnings("unchecked")
    private T made(Kind kind, Value options) {
        return (T) kind.make(options);
    }

    /** The name of a thing's kind. */
    public String name(Object thing) {
        return kind(thing).name();
    }

    /** Whether a thing is of one of the kinds. */
    public boolean knows(Object thing) {
        return kinds.values().stream().anyMatch(kind -> kind.describes(thing));
    }

    private Kind kind(Object thing) {
        return kinds.values().stream()
                .filter(kind -> kind.describes(thing))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(thing + " is no " + noun + " that has a name."));
    }

    /** A thing as an object with all of its options. */
    public ObjectNode write(Object thing) {
        ObjectNode object = JsonText.JSON.createObjectNode().put(key, name(thing));
        object.setAll(kind(thing).options(thing));
        return object;
    }

    /** A thing in few words: a name where all is as usual, a number where that is enough, an object otherwise. */
    JsonNode brief(Object thing) {
        Kind kind = kind(thing);
        if (kind.equals(ofNumber)) {
            return kind.options(thing).elements().next();
        }
        return kind.hasDefaults() && named(kind.name()).equals(thing) ? JsonText.tree(kind.name()) : write(thing);
    }
}
