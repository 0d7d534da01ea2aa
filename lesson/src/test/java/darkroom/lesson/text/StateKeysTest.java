package darkroom.lesson.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a page keeps in its address: no two of its elements write the same key, for the last one would win in the link. */
class StateKeysTest {

    private static final Path PAGE = Path.of("src/main/resources/lesson/page");
    private static final Pattern STATE = Pattern.compile("new UrlState\\(\\{");
    private static final Pattern KEY = Pattern.compile("[{,]\\s*'?([\\w-]+)'?:");

    @ParameterizedTest
    @ValueSource(strings = {"drown", "forward", "schedules", "reverse", "field", "play", "journey", "next"})
    void eachKeyHasOneOwner(String room) throws IOException {
        Map<String, List<String>> owners = new TreeMap<>();
        try (Stream<Path> files = Files.list(PAGE.resolve(room))) {
            for (Path file : files.filter(one -> one.toString().endsWith(".js")).toList()) {
                String code = Files.readString(file);
                Matcher state = STATE.matcher(code);
                while (state.find()) {
                    keys(code, state.end() - 1)
                            .forEach(key -> owners.computeIfAbsent(key, name -> new ArrayList<>())
                                    .add(file.getFileName().toString()));
                }
            }
        }
        assertTrue(owners.size() > 1, owners.toString());
        owners.values().removeIf(files -> files.size() == 1);
        assertEquals(Map.of(), owners);
    }

    /** The keys of an object literal, without those of the objects in it. */
    private static List<String> keys(String code, int from) {
        StringBuilder flat = new StringBuilder();
        int depth = 0, at = from;
        do {
            char c = code.charAt(at++);
            depth += "{[(".indexOf(c) >= 0 ? 1 : "}])".indexOf(c) >= 0 ? -1 : 0;
            if (depth <= 1) {
                flat.append(c);
            }
        } while (depth > 0);
        return KEY.matcher(flat).results().map(found -> found.group(1)).toList();
    }
}
