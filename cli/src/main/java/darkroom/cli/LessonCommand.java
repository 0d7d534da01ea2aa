package darkroom.cli;

import darkroom.io.Destination;
import darkroom.lesson.Lesson;
import darkroom.lesson.LessonSettings;
import darkroom.lesson.text.TextMistakes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Serves the lesson until it is interrupted. */
@Command(
        name = "lesson",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Serves the interactive lesson on this machine, until Ctrl-C.")
final class LessonCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8642",
            description = "The port; 0 takes a free one (default: 8642).")
    private int port;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description = "The address to listen on (default: 127.0.0.1, which only this machine reaches).")
    private String host;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The folder in which the lesson keeps learners' progress; made when it is not there"
                    + " (default: data in the project's folder). If it has a models/, those models are used in place of"
                    + " those that ship.")
    private @Nullable Path data;

    @Option(
            names = "--database",
            paramLabel = "URL",
            description =
                    "A PostgreSQL database of its own that keeps learners' progress in place of that folder, such as"
                            + " jdbc:postgresql://host:5432/darkroom?user=NAME&password=WORD")
    private @Nullable String database;

    @Option(
            names = "--lesson",
            paramLabel = "DIR",
            description =
                    "A folder with text of your own, laid out as --write-lesson does it. A file in it is read in place"
                            + " of the one that ships under the same name; the others stay. What is wrong in it is told by file"
                            + " and line.")
    private @Nullable Path text;

    @Option(
            names = "--write-lesson",
            paramLabel = "DIR",
            description = "Write the text that ships into a new folder, to be edited, and serve nothing.")
    private @Nullable Path write;

    @Option(names = "--no-open", description = "Do not open a browser.")
    private boolean noOpen;

    @Override
    public Integer call() throws InterruptedException, IOException {
        if (write != null) {
            Path into = write;
            Usage.check(spec, () -> Destination.requireFolder(into));
            Lesson.writeText(into);
            spec.commandLine().getOut().println("Written to " + write + "; serve it with --lesson " + write + ".");
            return 0;
        }
        Path folder = data == null ? Home.path().resolve("data") : data;
        Path own = folder.resolve("models");
        Path models = Files.isDirectory(own) ? own : Home.path().resolve("models");
        Usage.check(spec, Files.isDirectory(models), "There is no folder " + models + " with models.");
        LessonSettings settings = Usage.of(spec, () -> {
            LessonSettings kept = LessonSettings.of(models).at(host, port).keeping(folder);
            LessonSettings read = text == null ? kept : kept.withText(text);
            return database == null ? read : read.keepingProgressAt(database);
        });
        Usage.check(spec, () -> Destination.requireFolder(folder));
        CountDownLatch interrupted = new CountDownLatch(1);
        try (Lesson lesson = Usage.of(spec, () -> Lesson.start(settings))) {
            Runtime.getRuntime().addShutdownHook(new Thread(lesson::close, "stop the lesson"));
            spec.commandLine().getOut().println("The lesson is at " + lesson.url() + " (Ctrl-C ends it).");
            spec.commandLine().getOut().flush();
            if (!noOpen && Terminal.out()) {
                open(lesson.url());
            }
            interrupted.await();
        } catch (TextMistakes e) {
            e.sentences().forEach(sentence -> spec.commandLine().getErr().println("darkroom: " + sentence));
            return 1;
        }
        return 0;
    }

    /** Asks the desktop for its browser; where there is none, the printed address has to do. */
    private static void open(String url) {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        List<String> command = system.contains("mac")
                ? List.of("open", url)
                : system.contains("win")
                        ? List.of("rundll32", "url.dll,FileProtocolHandler", url)
                        : List.of("xdg-open", url);
        boolean desktop = !command.get(0).equals("xdg-open")
                || System.getenv("DISPLAY") != null
                || System.getenv("WAYLAND_DISPLAY") != null;
        if (desktop) {
            try {
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
            } catch (IOException e) {
                System.getLogger(LessonCommand.class.getName())
                        .log(System.Logger.Level.DEBUG, "no browser was opened", e);
            }
        }
    }
}
