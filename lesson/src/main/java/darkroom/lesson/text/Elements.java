package darkroom.lesson.text;

import darkroom.lesson.web.Assets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The custom elements that text may hold, found by their names: a room of the page is a folder, {@code NAME.js} in it
 * defines the element {@code NAME}, and the room's style sheets lie beside it.
 */
final class Elements {

    /** A tag, with its slash, name and attributes, or a comment. */
    static final Pattern TAG = Pattern.compile("<!--.*?-->|<(/?)([A-Za-z][A-Za-z0-9-]*)([^>]*)>", Pattern.DOTALL);

    private static final String PAGE = "/lesson/page/";
    private static final Pattern MODULE = Pattern.compile("([a-z]+)/([a-z]+(?:-[a-z]+)+)\\.js");

    private final List<String> files = Assets.list(PAGE);
    private final Map<String, String> rooms = new TreeMap<>();

    Elements() {
        for (String file : files) {
            Matcher module = MODULE.matcher(file);
            if (module.matches() && defines(file, module.group(2))) {
                String other = rooms.put(module.group(2), module.group(1));
                if (other != null) {
                    throw new IllegalStateException("Two rooms of the page, " + other + " and " + module.group(1)
                            + ", define the element <" + module.group(2) + ">.");
                }
            }
        }
    }

    private static boolean defines(String file, String name) {
        return Assets.text(PAGE + file).contains("customElements.define('" + name + "'");
    }

    boolean has(String name) {
        return rooms.containsKey(name);
    }

    /** What the head of a page needs for the elements in its HTML: their rooms' style sheets, then their modules. */
    String head(String html) {
        Set<String> names = in(html);
        Stream<String> styles = names.stream()
                .map(this::room)
                .distinct()
                .flatMap(room -> files.stream().filter(inRoom(room, ".css")))
                .map(file -> "<link rel=\"stylesheet\" href=\"/page/" + file + "\">");
        Stream<String> modules = names.stream()
                .map(name -> "<script type=\"module\" src=\"/page/" + room(name) + "/" + name + ".js\"></script>");
        return Stream.concat(styles, modules).collect(Collectors.joining("\n"));
    }

    private static Predicate<String> inRoom(String room, String ending) {
        return file -> file.startsWith(room + "/") && file.endsWith(ending);
    }

    private String room(String name) {
        return Optional.ofNullable(rooms.get(name))
                .orElseThrow(
                        () -> new IllegalStateException("No room of the page defines the element <" + name + ">."));
    }

    private static Set<String> in(String html) {
        return TAG.matcher(html)
                .results()
                .map(tag -> Objects.requireNonNullElse(tag.group(2), ""))
                .filter(name -> name.contains("-"))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
