package darkroom.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * A kind of a registry.
 *
 * @param name its name
 * @param title what people call it
 * @param type its record
 * @param about what it is, as a sentence
 * @param fixed the options that the name decides
 */
record Kind(String name, String title, Class<? extends Record> type, String about, ObjectNode fixed) {

    static Kind of(String name, String title, Class<? extends Record> type, String about, String... fixed) {
        ObjectNode decided = JsonText.JSON.createObjectNode();
        for (int i = 0; i < fixed.length; i += 2) {
            decided.set(fixed[i], JsonText.parse(fixed[i + 1]).node());
        }
        return new Kind(name, title, type, about, decided);
    }

    /** The options that are left to be chosen. */
    List<Option> options() {
        return Option.of(type).stream()
                .filter(option -> !fixed.has(option.name()))
                .toList();
    }

    List<String> names() {
        return options().stream().map(Option::name).toList();
    }

    /** Whether all options may be left out. */
    boolean hasDefaults() {
        return options().stream().allMatch(option -> option.optional() || option.otherwise() != null);
    }

    Record make(Value options) {
        ObjectNode all = fixed.deepCopy();
        names().stream()
                .filter(options.node()::has)
                .forEach(option -> all.set(option, options.node().get(option)));
        return Settings.make(type, Option.of(type), new Value(all, options.place()));
    }

    /** Whether a thing is of this kind. */
    boolean describes(Object thing) {
        if (!type.isInstance(thing)) {
            return false;
        }
        ObjectNode written = Settings.write((Record) thing);
        return fixed.properties().stream().allMatch(option -> option.getValue().equals(written.get(option.getKey())));
    }

    /** What was chosen for a thing. */
    ObjectNode options(Object thing) {
        ObjectNode written = Settings.write((Record) thing);
        written.remove(fixed.properties().stream().map(Map.Entry::getKey).toList());
        return written;
    }

    /** The only option as a number. */
    ObjectNode ofNumber(JsonNode number) {
        return JsonText.JSON.createObjectNode().set(names().get(0), number);
    }
}
