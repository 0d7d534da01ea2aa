package darkroom.data;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A file that was found and not used.
 *
 * @param file relative to the folder that was read
 * @param reason why, in a few words
 */
record PassedOver(Path file, String reason) {

    private static final int NAMED = 10;

    /** How many there are, and which: the first by name, the others by reason. */
    static String sentence(List<PassedOver> all) {
        String named = all.stream().limit(NAMED).map(PassedOver::toString).collect(Collectors.joining(", "));
        Map<String, Long> others = all.stream()
                .skip(NAMED)
                .collect(Collectors.groupingBy(PassedOver::reason, LinkedHashMap::new, Collectors.counting()));
        String more = others.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining("; "));
        return all.size() + (all.size() == 1 ? " file" : " files") + " passed over: " + named
                + (more.isEmpty() ? "" : " and " + (all.size() - NAMED) + " more (" + more + ")");
    }

    @Override
    public String toString() {
        return file + " (" + reason + ")";
    }
}
