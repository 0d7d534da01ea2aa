package darkroom.lesson;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.lesson.web.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Readers who come to a lesson at the same time: each opens a page, starts a sampling run and moves the forward slider
 * to fresh noise while it goes on; some leave before it has ended.
 */
final class Crowd {

    private static final List<String> OPENED =
            List.of("", "forward", "page/base/main.js", "page/style/page.css", "api/about", "api/levels");
    private static final List<String> PATTERNS = List.of("ring", "cross", "checkerboard", "circle", "smile");

    private static final int QUICK_MOVES = 5;

    private final String url;
    private final int steps;
    private final int everyLeaves;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Seconds: of requests, and from asking for a run to what comes of it. */
    final Queue<Double> sliders = new ConcurrentLinkedQueue<>();

    /** Of a small file at the same times, which nothing is computed for. */
    final Queue<Double> files = new ConcurrentLinkedQueue<>();

    final Queue<Double> pages = new ConcurrentLinkedQueue<>();
    final Queue<Double> firstPictures = new ConcurrentLinkedQueue<>();
    final Queue<Double> firstSteps = new ConcurrentLinkedQueue<>();
    final Queue<Double> wholeRuns = new ConcurrentLinkedQueue<>();

    /** What went wrong, in sentences. */
    final Queue<String> troubles = new ConcurrentLinkedQueue<>();

    /**
     * A crowd before it comes.
     *
     * @param url of the lesson
     * @param steps of each run
     * @param everyLeaves each how manyth reader leaves after its first step; 0: none
     */
    Crowd(String url, int steps, int everyLeaves) {
        this.url = url;
        this.steps = steps;
        this.everyLeaves = everyLeaves;
    }

    /** Comes, so many at once, and is gone when this returns. */
    void come(int readers) throws InterruptedException {
        ExecutorService all = Executors.newFixedThreadPool(readers), runs = Executors.newFixedThreadPool(readers);
        try {
            all.invokeAll(IntStream.range(0, readers)
                    .<Callable<Void>>mapToObj(reader -> () -> {
                        try {
                            visit(reader, runs);
                        } catch (IOException | ExecutionException e) {
                            troubles.add("Reader " + reader + ": " + e);
                        }
                        return null;
                    })
                    .toList());
        } finally {
            all.shutdownNow();
            runs.shutdownNow();
        }
    }

    private void visit(int reader, ExecutorService runs) throws IOException, InterruptedException, ExecutionException {
        for (String path : OPENED) {
            pages.add(get(path, reader));
        }
        boolean leaves = everyLeaves > 0 && reader % everyLeaves == 0;
        Future<?> run = runs.submit(() -> {
            watch(reader, leaves);
            return null;
        });
        for (int moves = 0; moves < QUICK_MOVES || !run.isDone(); moves++) {
            String pattern = PATTERNS.get(moves % PATTERNS.size());
            sliders.add(get("api/forward?pattern=" + pattern + "&noise=" + moves, reader));
            files.add(get("page/draw/format.js", reader));
            Thread.sleep(moves < QUICK_MOVES ? 20 : 500);
        }
        run.get();
    }

    private HttpRequest request(String path, int reader) {
        return HttpRequest.newBuilder(URI.create(url + path))
                .header("X-Reader", "reader-" + reader + "-of-the-crowd")
                .timeout(Duration.ofMinutes(30))
                .build();
    }

    private double get(String path, int reader) throws IOException, InterruptedException {
        long start = System.nanoTime();
        HttpResponse<byte[]> answer = client.send(request(path, reader), BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            troubles.add(path + " was answered with " + answer.statusCode());
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private void watch(int reader, boolean leaves) throws IOException, InterruptedException {
        long start = System.nanoTime();
        String path = "api/run?maker=learned&pattern=" + PATTERNS.get(reader % PATTERNS.size()) + "&steps=" + steps
                + "&seed=" + reader;
        HttpResponse<InputStream> answer = client.send(request(path, reader), BodyHandlers.ofInputStream());
        if (answer.statusCode() != 200) {
            troubles.add("A run was answered with " + answer.statusCode());
        }
        int frames = 0;
        boolean ended = false;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty()) {
                    continue;
                }
                JsonNode record = Json.record(line.getBytes(StandardCharsets.UTF_8));
                double now = (System.nanoTime() - start) / 1e9;
                switch (record.path("type").asText()) {
                    case "step" -> {
                        frames++;
                        if (frames == 1) {
                            firstPictures.add(now);
                        } else if (frames == 2) {
                            firstSteps.add(now);
                            if (leaves) {
                                return;
                            }
                        }
                    }
                    case "end" -> {
                        ended = true;
                        wholeRuns.add(now);
                    }
                    case "error" -> troubles.add(record.path("message").asText());
                    default -> {}
                }
            }
        }
        if (!ended || frames != steps + 1) {
            troubles.add("A run was lost: " + frames + " pictures of " + (steps + 1));
        }
    }

    /** The value that a share of all does not exceed. */
    static double quantile(Collection<Double> values, double share) {
        List<Double> sorted = new ArrayList<>(values);
        sorted.sort(null);
        return sorted.isEmpty() ? Double.NaN : sorted.get((int) Math.min(sorted.size() - 1, share * sorted.size()));
    }

    /** Prints what a crowd met with: {@code URL READERS STEPS}. */
    public static void main(String... arguments) throws Exception {
        Crowd crowd = new Crowd(arguments[0], Integer.parseInt(arguments[2]), 10);
        crowd.come(Integer.parseInt(arguments[1]));
        System.out.println("| seconds | median | 95% within | longest | of |");
        System.out.println("|---|---|---|---|---|");
        crowd.print("a page or one of its files", crowd.pages);
        crowd.print("the slider's data", crowd.sliders);
        crowd.print("a small file at the same times", crowd.files);
        crowd.print("a run's first picture", crowd.firstPictures);
        crowd.print("its first step", crowd.firstSteps);
        crowd.print("its end", crowd.wholeRuns);
        crowd.troubles.forEach(System.out::println);
        System.out.println("Errors: " + crowd.troubles.size());
        System.exit(crowd.troubles.isEmpty() ? 0 : 1);
    }

    private void print(String what, Collection<Double> seconds) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %.3f | %.3f | %.3f | %,d |%n",
                what,
                quantile(seconds, 0.5),
                quantile(seconds, 0.95),
                quantile(seconds, 1),
                seconds.size());
    }
}
