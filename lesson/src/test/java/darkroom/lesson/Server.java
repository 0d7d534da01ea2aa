package darkroom.lesson;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A lesson on a free port, asked over HTTP. */
public final class Server implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    public final Lesson lesson;
    public final HttpClient client =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

    public Server(Path models) {
        this(new LessonSettings(LessonSettings.HOST, 0, models, 1));
    }

    public Server(LessonSettings settings) {
        lesson = Lesson.start(settings);
    }

    /** Waits until the models are loaded. */
    public Server ready() throws IOException, InterruptedException {
        for (int i = 0; i < 600 && get("health").statusCode() != 200; i++) {
            Thread.sleep(100);
        }
        return this;
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(lesson.url() + path)).timeout(Duration.ofMinutes(2));
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(request(path).build(), BodyHandlers.ofString());
    }

    /** As one of the lesson's pages sends it. */
    public HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        return client.send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json))
                        .build(),
                BodyHandlers.ofString());
    }

    public JsonNode json(String path) throws IOException, InterruptedException {
        return MAPPER.readTree(get(path).body());
    }

    /** The records of a run. */
    public List<JsonNode> records(String path) throws IOException, InterruptedException {
        return get(path)
                .body()
                .lines()
                .filter(line -> !line.isEmpty())
                .map(Server::parsed)
                .toList();
    }

    public static JsonNode parsed(String line) {
        try {
            return MAPPER.readTree(line);
        } catch (IOException e) {
            throw new IllegalStateException(line, e);
        }
    }

    @Override
    public void close() {
        lesson.close();
    }
}
