package darkroom.lesson;

import java.util.LinkedHashMap;
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
record Part(int number, String path, String name, String title, String lead, String body) {

    /** The number of a page that is no part of the lesson: its file has no line {@code part: ...}. */
    static final int BESIDE = -1;

    private static final String FENCE = "---\n";

    /**
     * Reads a part: lines of {@code key: value} between two lines of three hyphens, then Markdown.
     *
     * @throws IllegalArgumentException when a key is missing
     */
    static Part of(String file, String text) {
        String source = text.replace("\r\n", "\n");
        int end = source.indexOf("\n" + FENCE, FENCE.length() - 1);
        if (!source.startsWith(FENCE) || end < 0) {
            throw new IllegalArgumentException(
                    file + " begins with a line of three hyphens, lines of 'key: value', and three hyphens again.");
        }
        Map<String, String> keys = new LinkedHashMap<>();
        for (String line : source.substring(FENCE.length(), end + 1).split("\n")) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                keys.put(
                        line.substring(0, colon).strip(),
                        line.substring(colon + 1).strip());
            }
        }
        String number = keys.getOrDefault("part", Integer.toString(BESIDE));
        if (keys.containsKey("part") && !number.matches("\\d")) {
            throw new IllegalArgumentException(file + " needs a 'part' of one digit, not '" + number + "'.");
        }
        String path = keys.getOrDefault("path", "");
        return new Part(
                Integer.parseInt(number),
                path,
                value(file, keys, "name"),
                value(file, keys, "title"),
                Markdown.line(value(file, keys, "lead")),
                Markdown.html(source.substring(end + 1 + FENCE.length())));
    }

    private static String value(String file, Map<String, String> keys, String key) {
        String value = keys.getOrDefault(key, "");
        if (value.isEmpty()) {
            throw new IllegalArgumentException(file + " needs a line '" + key + ": ...' in its head.");
        }
        return value;
    }
}
