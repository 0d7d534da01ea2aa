package darkroom.train;

import darkroom.io.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a training reports, a row for each update: a CSV file of {@code update,loss,learning_rate,seconds}, where seconds
 * count the time of computing in all sessions.
 */
public final class TrainingLog implements AutoCloseable {

    private static final String HEADER = "update,loss,learning_rate,seconds\n";
    private static final Pattern ROW = Pattern.compile("(\\d{1,18}),[^,]+,[^,]+,[^,]+");

    private final FileChannel file;

    private TrainingLog(FileChannel file) {
        this.file = file;
    }

    /**
     * Opens a log to go on after an update. Rows of later updates, which a killed session left and which are made again,
     * are removed, so that each update has one row.
     *
     * @param updates how many rows to keep at most, 0 for a new log
     */
    public static TrainingLog open(Path path, long updates) throws IOException {
        AtomicFile.write(path, HEADER + String.join("", rows(path, updates)));
        return new TrainingLog(FileChannel.open(path, StandardOpenOption.APPEND));
    }

    private static List<String> rows(Path path, long updates) throws IOException {
        if (updates == 0 || !Files.exists(path)) {
            return List.of();
        }
        try (var lines = Files.lines(path, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> isAtMost(updates, line))
                    .map(line -> line + "\n")
                    .collect(Collectors.toList());
        }
    }

    private static boolean isAtMost(long updates, String line) {
        Matcher row = ROW.matcher(line);
        return row.matches() && Long.parseLong(row.group(1)) <= updates;
    }

    /** Adds an update. */
    public void add(TrainingUpdate progress, double seconds) throws IOException {
        String row = String.format(
                Locale.ROOT, "%d,%s,%s,%.3f\n", progress.update(), progress.loss(), progress.learningRate(), seconds);
        ByteBuffer bytes = StandardCharsets.US_ASCII.encode(row);
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    /** Makes sure that all rows are on the disk. */
    public void force() throws IOException {
        file.force(false);
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
