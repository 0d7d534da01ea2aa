package darkroom.cli;

import darkroom.lesson.Lesson;
import darkroom.lesson.LessonSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Does once what most starts do, so that the launcher learns which classes they load: a sample, and a lesson's page and run. */
final class Rehearsal {

    private static final String SAMPLE = "patterns";
    private static final long PATIENCE = 120_000, PAUSE = 20;

    private Rehearsal() {}

    /** Exits with 0 when all of it was done. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("darkroom");
        int status;
        try {
            status = Main.commandLine()
                    .execute(
                            "sample",
                            SAMPLE,
                            "--steps=2",
                            "--seed=0",
                            "--out",
                            folder.resolve("sample.png").toString());
            if (status == 0) {
                lesson(folder.resolve("data"));
            }
        } finally {
            delete(folder);
        }
        System.exit(status);
    }

    private static void lesson(Path data) throws IOException, InterruptedException {
        LessonSettings settings = LessonSettings.of(Home.path().resolve("models"))
                .at("127.0.0.1", 0)
                .keeping(data);
        try (Lesson lesson = Lesson.start(settings)) {
            long last = System.currentTimeMillis() + PATIENCE;
            for (String address : List.of("", "health", "api/about", "api/run?maker=learned&pattern=smile&steps=2")) {
                while (!isAnswered(lesson.url() + address) && System.currentTimeMillis() < last) {
                    Thread.sleep(PAUSE);
                }
            }
        }
    }

    private static boolean isAnswered(String url) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url).toURL().openConnection();
        if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
            return false;
        }
        try (InputStream answer = connection.getInputStream()) {
            answer.readAllBytes();
        }
        return true;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
