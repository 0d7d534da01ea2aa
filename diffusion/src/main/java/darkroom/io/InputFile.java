package darkroom.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Files and folders that somebody named: whether they are there, and what they seem to be instead of what was wanted. */
public final class InputFile {

    private static final int LOOKED_AT = 256;

    private InputFile() {}

    /**
     * Lets a file pass.
     *
     * @throws IllegalArgumentException when there is none, or a folder
     */
    public static void require(Path file) {
        if (Files.isDirectory(file)) {
            throw new IllegalArgumentException(file + " is a folder, not a file.");
        }
        if (!Files.exists(file)) {
            throw new IllegalArgumentException("There is no file " + file + ".");
        }
    }

    /**
     * Lets a folder pass.
     *
     * @throws IllegalArgumentException when there is none, or a file
     */
    public static void requireFolder(Path folder) {
        if (!Files.exists(folder)) {
            throw new IllegalArgumentException("There is no folder " + folder + ".");
        }
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException(folder + " is a file, not a folder.");
        }
    }

    /** A sentence that quotes from a file, on one line: what would steer a terminal is shown as a question mark. */
    public static String printable(String sentence) {
        return sentence.replaceAll("[\\p{Cntrl}\u2028\u2029]", "?");
    }

    /** What a file of the wrong content looks like, to go on with ": it is ..."; empty when it looks like nothing known. */
    public static String instead(Path file) throws IOException {
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(LOOKED_AT);
        }
        String text = new String(head, StandardCharsets.ISO_8859_1);
        String start = text.stripLeading().toLowerCase(Locale.ROOT);
        if (head.length == 0) {
            return ": it is empty";
        }
        if (start.startsWith("version https://git-lfs")) {
            return ": it is a Git LFS pointer, which 'git lfs pull' replaces by the file itself";
        }
        if (start.startsWith("<!doctype") || start.startsWith("<html") || start.startsWith("<?xml")) {
            return ": it is a web page, so download the file again from the address of the file itself";
        }
        if (text.startsWith("PK\3\4")) {
            return ": it is a ZIP archive, such as PyTorch's own .bin and .pt files";
        }
        if (head[0] == 0x1F && (head[head.length - 1 == 0 ? 0 : 1] & 0xFF) == 0x8B) {
            return ": it is packed by gzip";
        }
        return start.chars().allMatch(letter -> letter == 0) ? ": it begins with nothing but zeros" : "";
    }
}
