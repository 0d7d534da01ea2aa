package darkroom.lesson.learner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.decoder.Decoder;
import darkroom.lesson.Server;
import darkroom.lesson.certificate.NotGenuine;
import darkroom.lesson.certificate.SignedCertificate;
import darkroom.lesson.certificate.VerifyingKey;
import darkroom.lesson.progress.Completion;
import darkroom.lesson.web.BadRequest;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Unavailable;
import io.javalin.Javalin;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateDeskTest {

    private static final Completion ALL = new Completion(Instant.parse("2026-11-24T12:00:00Z"), 7, 5, 7, 8, 3);

    @TempDir
    Path data;

    private final HttpClient client = HttpClient.newHttpClient();
    private Javalin server;

    @BeforeEach
    void start() {
        server = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.jetty.host = "127.0.0.1";
            config.jetty.port = 0;
            new CertificateDesk(
                            Optional.of(data),
                            context -> "yes".equals(context.header("Done")) ? Optional.of(ALL) : Optional.empty())
                    .serve(config);
            config.routes.exception(
                    IllegalArgumentException.class,
                    (e, context) -> context.status(400).result(Json.error(e.getMessage())));
            config.routes.exception(
                    BadRequest.class, (e, context) -> context.status(400).result(Json.error(e.getMessage())));
            config.routes.exception(
                    Unavailable.class, (e, context) -> context.status(503).result(Json.error(e.getMessage())));
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    private JsonNode issue(String name) throws Exception {
        return Server.parsed(send(request("/api/certificate")
                        .header("Done", "yes")
                        .header("Origin", "https://lesson.example.org")
                        .POST(BodyPublishers.ofString(name)))
                .body());
    }

    private JsonNode verify(String file) throws Exception {
        return Server.parsed(
                send(request("/api/verify").POST(BodyPublishers.ofString(file))).body());
    }

    @Test
    void nothingIsIssuedBeforeTheServerSawTheLessonCompleted() throws Exception {
        HttpResponse<String> refused = send(request("/api/certificate").POST(BodyPublishers.ofString("Ada")));
        assertEquals(400, refused.statusCode());
        assertTrue(refused.body().contains("mark it as complete"), refused.body());
        assertFalse(refused.body().contains("signature"));
        assertEquals(
                "{\"complete\":false,\"keyKept\":true}",
                send(request("/api/certificate")).body());
    }

    @Test
    void anIssuedCertificateVerifiesFromItsFileItsLinkAndItsCode() throws Exception {
        JsonNode issued = issue(" \u5f20\u4f1f  <script> ");
        JsonNode verdict = verify(issued.path("file").asText());
        assertTrue(verdict.path("genuine").asBoolean(), verdict.toString());
        assertEquals(issued.path("says"), verdict.path("says"));
        assertEquals("\u5f20\u4f1f <script>", verdict.path("says").path("name").asText());
        assertEquals("2026-11-24", verdict.path("says").path("date").asText());
        String link = issued.path("link").asText();
        assertEquals(link, scanned(issued.path("code")));
        assertTrue(link.startsWith("https://lesson.example.org/verify?c="), link);
        String code = link.substring(link.indexOf('?'));
        JsonNode byLink = Server.parsed(send(request("/api/verify" + code)).body());
        assertEquals(issued.path("file"), byLink.path("file"));
        assertTrue(byLink.path("genuine").asBoolean());
        assertEquals(issued, issue("\u5f20\u4f1f <script>"), "the same name gives the same certificate");
    }

    @Test
    void aChangedOneFailsInASentence() throws Exception {
        JsonNode verdict = verify(issue("Ada").path("file").asText().replace("Ada", "Ida"));
        assertFalse(verdict.path("genuine").asBoolean());
        assertTrue(verdict.path("why").asText().endsWith("."), verdict.toString());
        assertFalse(verdict.has("says"), "what is not signed is not repeated");
        assertFalse(verify("x".repeat(500_000)).path("genuine").asBoolean());
        assertFalse(Server.parsed(send(request("/api/verify?c=AAAA")).body())
                .path("genuine")
                .asBoolean());
        assertFalse(Server.parsed(send(request("/api/verify")).body())
                .path("genuine")
                .asBoolean());
        HttpResponse<String> noName =
                send(request("/api/certificate").header("Done", "yes").POST(BodyPublishers.ofString(" ")));
        assertEquals(400, noName.statusCode());
        assertTrue(noName.body().contains("needs a name"), noName.body());
    }

    @Test
    void thePublicKeyVerifiesElsewhereAndAReplacedOneSaysSo() throws Exception {
        String file = issue("Ada").path("file").asText();
        HttpResponse<String> pem = send(request("/certificate/key"));
        assertFalse(pem.body().contains("PRIVATE"));
        VerifyingKey key = VerifyingKey.of(pem.body());
        key.verify(SignedCertificate.ofFile(file.getBytes(StandardCharsets.UTF_8)));
        Files.delete(data.resolve("certificate-key.pem"));
        assertTrue(verify(file).path("why").asText().contains("key was replaced"));
        VerifyingKey next = VerifyingKey.of(send(request("/certificate/key")).body());
        assertThrows(
                NotGenuine.class, () -> next.verify(SignedCertificate.ofFile(file.getBytes(StandardCharsets.UTF_8))));
        Files.writeString(data.resolve("certificate-key.pem"), "damaged");
        HttpResponse<String> damaged = send(request("/certificate/key"));
        assertEquals(503, damaged.statusCode());
        assertFalse(damaged.body().contains(data.toString()), "no path of the server is told");
    }

    private static String scanned(JsonNode code) throws Exception {
        int blank = 4;
        int side = code.path("size").asInt() - 2 * blank;
        BitMatrix squares = new BitMatrix(side);
        Matcher run = Pattern.compile("M(\\d+) (\\d+)h(\\d+)v1h-\\d+z")
                .matcher(code.path("path").asText());
        while (run.find()) {
            squares.setRegion(
                    Integer.parseInt(run.group(1)) - blank,
                    Integer.parseInt(run.group(2)) - blank,
                    Integer.parseInt(run.group(3)),
                    1);
        }
        return new Decoder().decode(squares).getText();
    }
}
