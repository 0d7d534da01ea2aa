package darkroom.lesson;

import darkroom.torch.Processor;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How the lesson is served.
 *
 * @param host the address to listen on
 * @param port the port to listen on, 0 to 65535; 0 takes a free one
 * @param models the folder that holds the models' folders
 * @param threads how many threads the engine computes with, 1 to {@link Processor#mostThreads()}
 * @param data the folder in which the lesson keeps what it must not forget; without one it forgets when it ends
 * @param database the JDBC address of a PostgreSQL that keeps learners' progress in place of that folder
 * @param text the folder whose Markdown is read in place of the files of the same names that ship
 */
public record LessonSettings(
        String host,
        int port,
        Path models,
        int threads,
        Optional<Path> data,
        Optional<String> database,
        Optional<Path> text) {

    /** The address of this machine that no other machine can reach. */
    public static final String HOST = "127.0.0.1";

    /** The port unless another is named. */
    public static final int PORT = 8642;

    public LessonSettings {
        if (host.isBlank()) {
            throw new IllegalArgumentException("The lesson needs an address to listen on, such as " + HOST + ".");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("A port lies in 0 to 65535, not at " + port + ".");
        }
        if (threads < 1 || threads > Processor.mostThreads()) {
            throw new IllegalArgumentException(
                    "The lesson computes with 1 to " + Processor.mostThreads() + " threads, not " + threads + ".");
        }
    }

    /** A lesson that keeps nothing once it ends. */
    public LessonSettings(String host, int port, Path models, int threads) {
        this(host, port, models, threads, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The lesson on this machine alone, with the models of a folder and all processors. */
    public static LessonSettings of(Path models) {
        return new LessonSettings(HOST, PORT, models, Runtime.getRuntime().availableProcessors());
    }

    /** The same at another address. */
    public LessonSettings at(String otherHost, int otherPort) {
        return new LessonSettings(otherHost, otherPort, models, threads, data, database, text);
    }

    /** The same, with a folder for what must not be forgotten. */
    public LessonSettings keeping(Path folder) {
        return new LessonSettings(host, port, models, threads, Optional.of(folder), database, text);
    }

    /** The same, with learners' progress in a PostgreSQL. */
    public LessonSettings keepingProgressAt(String url) {
        return new LessonSettings(host, port, models, threads, data, Optional.of(url), text);
    }

    /** The same, with the text of a folder over the one that ships. */
    public LessonSettings withText(Path folder) {
        return new LessonSettings(host, port, models, threads, data, database, Optional.of(folder));
    }
}
