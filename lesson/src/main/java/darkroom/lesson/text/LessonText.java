package darkroom.lesson.text;

import darkroom.lesson.web.Assets;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The lesson's text, file by file: a teacher's where their folder has one, what ships otherwise. */
public final class LessonText {

    /** The quick checks. */
    static final String CHECKS = "checks.md";

    /** The text as it ships. */
    static final LessonText SHIPPED = new LessonText(Map.of());

    private final Map<String, String> own;

    private LessonText(Map<String, String> own) {
        this.own = own;
    }

    /**
     * The text of a folder over the one that ships.
     *
     * @throws TextMistakes saying all that is wrong with it, by file and line
     */
    public static LessonText of(Path folder) {
        List<String> mistakes = new ArrayList<>();
        TreeMap<String, String> own = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            throw new TextMistakes(List.of("There is no folder " + folder + " with the lesson's text."));
        }
        for (String file : markdown(folder)) {
            if (!files().contains(file)) {
                mistakes.add(file + " is no file of the lesson. Its files are " + String.join(", ", files()) + ".");
                continue;
            }
            try {
                own.put(file, Files.readString(folder.resolve(file)).replace("\r\n", "\n"));
            } catch (CharacterCodingException e) {
                mistakes.add(file + " is not written in UTF-8.");
            } catch (IOException e) {
                mistakes.add(file + " cannot be read.");
            }
        }
        if (own.isEmpty() && mistakes.isEmpty()) {
            mistakes.add("The folder " + folder + " holds none of the lesson's files. Its files are "
                    + String.join(", ", files()) + ".");
        }
        LessonText text = new LessonText(own);
        mistakes.addAll(new Proofreader(text).mistakes());
        if (!mistakes.isEmpty()) {
            throw new TextMistakes(mistakes);
        }
        return text;
    }

    /** The text of a folder, if there is one, and else the one that ships. */
    public static LessonText of(Optional<Path> folder) {
        return folder.isPresent() ? of(folder.get()) : SHIPPED;
    }

    /** All files, each by its place in the folder. */
    public static List<String> files() {
        List<String> files = new ArrayList<>(Pages.files());
        files.add(CHECKS);
        return files;
    }

    String read(String file) {
        String there = own.get(file);
        return there == null ? Assets.text("/lesson/" + file) : there;
    }

    /** Writes what ships into a folder that has nothing in it yet. */
    public static void write(Path folder) throws IOException {
        if (Files.exists(folder) && (!Files.isDirectory(folder) || !isEmpty(folder))) {
            throw new IllegalArgumentException(
                    folder + " is there already and not empty: name a new folder, so that nothing is overwritten.");
        }
        for (String file : files()) {
            Path to = folder.resolve(file);
            Files.createDirectories(to.getParent());
            Files.writeString(to, Assets.text("/lesson/" + file));
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> content = Files.list(folder)) {
            return content.findAny().isEmpty();
        }
    }

    private static List<String> markdown(Path folder) {
        try (Stream<Path> all = Files.walk(folder, 3)) {
            return all.filter(path -> path.toString().endsWith(".md"))
                    .map(path -> folder.relativize(path).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        } catch (IOException | java.io.UncheckedIOException e) {
            throw new TextMistakes(List.of("The folder " + folder + " cannot be read."));
        }
    }
}
