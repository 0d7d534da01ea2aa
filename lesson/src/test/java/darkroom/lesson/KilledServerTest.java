package darkroom.lesson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed while answers arrive has kept each answer that it confirmed. */
class KilledServerTest {

    private static final int ROUNDS = 3;
    private static final int LEARNERS = 3;
    private static final int MANY = 450;

    @TempDir
    Path folder;

    /** Someone who answers at random, one answer after the other, until nobody replies. */
    private static final class Answering {
        final List<Integer> confirmed = Collections.synchronizedList(new ArrayList<>());
        volatile String cookie = "";

        void go(String url, long seed, CountDownLatch begun) {
            Random random = new Random(seed);
            HttpClient client = HttpClient.newHttpClient();
            try {
                for (int i = 0; i < MANY; i++) {
                    int answer = random.nextInt(4);
                    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + "api/answer"))
                            .timeout(Duration.ofSeconds(20))
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString(
                                    "{\"part\": 2, \"answer\": " + answer + ", \"ticket\": \"ticket-" + i + "\"}"));
                    if (!cookie.isEmpty()) {
                        request.header("Cookie", cookie);
                    }
                    HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
                    if (response.statusCode() == 200) {
                        confirmed.add(answer);
                        cookie = response.headers()
                                .firstValue("Set-Cookie")
                                .map(given -> given.substring(0, given.indexOf(';')))
                                .orElse(cookie);
                    }
                    begun.countDown();
                }
            } catch (IOException e) {
                // The server is gone.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void noConfirmedAnswerIsLost() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Answering> all = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            KilledLesson.class.getName(),
                            folder.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                String url = out.readLine();
                CountDownLatch begun = new CountDownLatch(LEARNERS);
                List<Thread> threads = new ArrayList<>();
                for (int i = 0; i < LEARNERS; i++) {
                    Answering one = new Answering();
                    all.add(one);
                    long own = random.nextLong();
                    threads.add(new Thread(() -> one.go(url, own, begun)));
                }
                threads.forEach(Thread::start);
                assertTrue(begun.await(60, TimeUnit.SECONDS), "no answer was confirmed");
                Thread.sleep(random.nextInt(700));
                // SIGKILL: nothing of the process runs after this.
                process.destroyForcibly().waitFor();
                for (Thread thread : threads) {
                    thread.join();
                }
            } finally {
                process.destroyForcibly();
            }
        }
        try (Server server = new Server(new LessonSettings(LessonSettings.HOST, 0, folder, 1).keeping(folder))) {
            for (Answering one : all) {
                JsonNode kept = Server.parsed(HttpClient.newHttpClient()
                        .send(
                                server.request("api/progress/export")
                                        .header("Cookie", one.cookie)
                                        .build(),
                                BodyHandlers.ofString())
                        .body());
                List<Integer> answers = new ArrayList<>();
                kept.path("answers")
                        .forEach(answer -> answers.add(answer.path("answer").asInt()));
                int confirmed = one.confirmed.size();
                assertTrue(confirmed > 0);
                assertTrue(
                        answers.size() == confirmed || answers.size() == confirmed + 1,
                        confirmed + " were confirmed, " + answers.size() + " are kept; seed " + seed);
                assertEquals(one.confirmed, answers.subList(0, confirmed), "seed " + seed);
            }
        }
    }
}
