package darkroom.lesson.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A part of the lesson, or a page beside the parts, as its Markdown file has it.
 *
 * @param number its place, 0 to 8; {@link #BESIDE} for a page that is no part
 * @param path where it is served, without the slash
 * @param name what the strip of film calls it
 * @param title its heading
 * @param lead what stands under the heading, as HTML
 * @param body the rest, as HTML
 */
public record Part(int number, String path, String name, String title, String lead, String body) {

    /** The number of a page that is no part of the lesson: its file has no line {@code part: ...}. */
    static final int BESIDE = -1;

    private static final String FENCE = "---";

    /** What a head says; {@code part} and {@code path} may be missing. */
    private static final List<String> NEEDED = List.of("name", "title", "lead");

    /**
     * Reads a part: lines of {@code key: value} between two lines of three hyphens, then Markdown.
     *
     * @throws IllegalArgumentException when the head is not sound: a line for each mistake
     */
    static Part of(String file, String text) {
        String source = text.replace("\r\n", "\n");
        int body = bodyLine(source);
        if (body == 0) {
            throw new IllegalArgumentException(
                    file
                            + ", line 1: a page begins with a line of three hyphens, lines of 'key: value', and three hyphens again.");
        }
        List<String> lines = source.lines().toList();
        Map<String, String> keys = new LinkedHashMap<>();
        List<String> mistakes = new ArrayList<>();
        for (int i = 1; i < body - 1; i++) {
            int colon = lines.get(i).indexOf(':');
            if (colon > 0) {
                keys.put(
                        lines.get(i).substring(0, colon).strip(),
                        lines.get(i).substring(colon + 1).strip());
            } else if (!lines.get(i).isBlank()) {
                mistakes.add(file + ", line " + (i + 1) + ": a head has lines of 'key: value' only.");
            }
        }
        NEEDED.stream()
                .filter(key -> keys.getOrDefault(key, "").isEmpty())
                .forEach(key -> mistakes.add(file + ", line 1: the head needs a line '" + key + ": ...'."));
        String number = keys.getOrDefault("part", Integer.toString(BESIDE)), path = keys.getOrDefault("path", "");
        if (file.startsWith("parts/") && !keys.containsKey("part")) {
            mistakes.add(file + ", line 1: the head needs a line 'part: ...'.");
        } else if (keys.containsKey("part") && !number.matches("\\d")) {
            mistakes.add(
                    file + ", line " + (keyLine(source, "part") + 1) + ": a part is one digit, not '" + number + "'.");
        }
        if (!path.matches("([a-z0-9-]+(/[a-z0-9-]+)*)?")) {
            mistakes.add(file + ", line " + (keyLine(source, "path") + 1)
                    + ": a path has small letters, digits and hyphens, and a slash between two names, not '" + path
                    + "'.");
        }
        if (!mistakes.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", mistakes));
        }
        return new Part(
                Integer.parseInt(number),
                path,
                keys.getOrDefault("name", ""),
                keys.getOrDefault("title", ""),
                Markdown.line(keys.getOrDefault("lead", "")),
                Markdown.html(String.join("\n", lines.subList(body, lines.size()))));
    }

    /** The line, from 0, behind the head; 0 where there is no head. */
    static int bodyLine(String source) {
        List<String> lines = source.lines().toList();
        int end = lines.isEmpty() || !lines.get(0).equals(FENCE)
                ? 0
                : lines.subList(1, lines.size()).indexOf(FENCE) + 1;
        return end == 0 ? 0 : end + 1;
    }

    /** The line, from 0, of a key; 0 where there is none. */
    static int keyLine(String source, String key) {
        List<String> lines = source.lines().toList();
        for (int i = 0; i < bodyLine(source); i++) {
            if (lines.get(i).startsWith(key + ":")) {
                return i;
            }
        }
        return 0;
    }
}
