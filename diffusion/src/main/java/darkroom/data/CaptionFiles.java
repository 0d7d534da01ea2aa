package darkroom.data;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.settings.JsonText;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The captions of pictures in a folder: a {@code metadata.jsonl} with {@code file_name} and {@code text} in each line, paths relative to it, or
 * a text beside each picture whose name differs in its ending {@code .txt}.
 *
 * @param captions by the picture's path
 * @param files which are captions rather than pictures
 */
record CaptionFiles(Map<Path, String> captions, Set<Path> files) {

    private static final String LINES = "metadata.jsonl", TEXT = ".txt";

    /**
     * Reads those of some files.
     *
     * @param all relative to the folder
     * @throws IllegalArgumentException when a line of a {@code metadata.jsonl} is not as it should be
     */
    static CaptionFiles of(Path folder, List<Path> all) throws IOException {
        Map<Path, String> captions = new HashMap<>();
        Set<Path> known = new HashSet<>(all), files = new HashSet<>();
        for (Path file : all) {
            if (file.endsWith(LINES)) {
                files.add(file);
                readLines(folder, file, captions);
            }
        }
        for (Path file : all) {
            Path text = file.resolveSibling(stem(file) + TEXT);
            if (!text.equals(file) && !captions.containsKey(file) && known.contains(text)) {
                files.add(text);
                captions.put(file, text(folder.resolve(text)).strip());
            }
        }
        return new CaptionFiles(captions, files);
    }

    private static void readLines(Path folder, Path file, Map<Path, String> captions) throws IOException {
        int number = 0;
        for (String line : text(folder.resolve(file)).lines().toList()) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            JsonNode entry;
            try {
                entry = JsonText.parse(line).node();
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(folder.resolve(file) + ", line " + number + ": not JSON.", e);
            }
            JsonNode name = entry.path("file_name"), text = entry.path("text");
            if (!name.isTextual() || !text.isTextual()) {
                throw new IllegalArgumentException(folder.resolve(file) + ", line " + number
                        + ": a line needs file_name and text, both as texts.");
            }
            captions.put(file.resolveSibling(name.textValue()).normalize(), text.textValue());
        }
    }

    private static String text(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (MalformedInputException e) {
            throw new IllegalArgumentException(file + " is no text in UTF-8.", e);
        }
    }

    private static String stem(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    /**
     * The captions of pictures, or none where none has one.
     *
     * @throws IllegalArgumentException when some have one and another has not; names it
     */
    List<String> of(List<Path> pictures) {
        if (pictures.stream().noneMatch(captions::containsKey)) {
            return List.of();
        }
        for (Path picture : pictures) {
            if (!captions.containsKey(picture)) {
                throw new IllegalArgumentException("The picture " + picture + " has no caption, though others have.");
            }
        }
        return pictures.stream()
                .map(picture -> captions.getOrDefault(picture, ""))
                .toList();
    }
}
