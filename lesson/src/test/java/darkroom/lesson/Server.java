package darkroom.lesson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import darkroom.lesson.web.Json;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A lesson on a free port, asked over HTTP. As an extension it stands for all tests of a class, in a folder of its own. */
public final class Server implements AutoCloseable, BeforeAllCallback, AfterAllCallback {

    /** What writes a model into the folder of all models. */
    @FunctionalInterface
    public interface Part {
        void write(Path models) throws IOException;
    }

    private static final ObjectMapper MAPPER = new ObjectMapper();

    public Lesson lesson;
    public final HttpClient client =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

    private final List<Part> parts;
    private Path models;

    public Server(Path models) {
        this(new LessonSettings(LessonSettings.HOST, 0, models, 1));
    }

    public Server(LessonSettings settings) {
        parts = List.of();
        lesson = Lesson.start(settings);
    }

    private Server(Part... parts) {
        this.parts = List.of(parts);
    }

    /** One for the tests of a class, with some models. */
    public static Server with(Part... parts) {
        return new Server(parts);
    }

    /** Where its models lie. */
    public Path models() {
        return models;
    }

    /** Starts, and does not wait until the models are loaded. */
    public void start() throws IOException {
        models = Files.createTempDirectory("models");
        for (Part part : parts) {
            part.write(models);
        }
        lesson = Lesson.start(new LessonSettings(LessonSettings.HOST, 0, models, 1));
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException, InterruptedException {
        start();
        ready();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        stop();
    }

    /** Ends it and deletes its models. */
    public void stop() throws IOException {
        if (lesson != null) {
            lesson.close();
        }
        if (models != null) {
            try (Stream<Path> all = Files.walk(models)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
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

    /** Sends something that is not right, which is refused in one sentence. */
    public void assertRefused(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = get(path);
        assertEquals(400, answer.statusCode(), answer.body());
        String sentence = parsed(answer.body()).path("error").asText();
        assertTrue(sentence.endsWith(".") && sentence.length() < 400 && !sentence.contains("Exception"), sentence);
    }

    /** The numbers of a picture that was sent as text. */
    public static float[] pixels(JsonNode text) {
        ByteBuffer bytes =
                ByteBuffer.wrap(Base64.getDecoder().decode(text.asText())).order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[bytes.remaining() / 2];
        for (int i = 0; i < values.length; i++) {
            values[i] = bytes.getShort() / (float) Json.UNITS;
        }
        return values;
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
