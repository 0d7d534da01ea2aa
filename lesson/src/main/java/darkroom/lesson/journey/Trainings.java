package darkroom.lesson.journey;

import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.lesson.engine.Engine;
import darkroom.lesson.engine.TrainingBudget;
import darkroom.lesson.studio.Studio;
import darkroom.lesson.web.BadRequest;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Query;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The trainings that run before readers' eyes, each steered by the name that its reader alone was told. */
public final class Trainings {

    private final Engine engine;
    private final Studio studio;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, LiveTraining> running = new ConcurrentHashMap<>();

    public Trainings(Engine engine, Studio studio) {
        this.engine = engine;
        this.studio = studio;
    }

    /** What a request asks for by {@code target}, {@code rate}, {@code changes}, {@code updates} and {@code seed}. */
    public Supplier<Engine.Work> asked(Query query) {
        TrainingRequest request = TrainingRequest.of(query);
        String id = Long.toHexString(random.nextLong());
        return () -> {
            LiveTraining training = new LiveTraining(request, studio::classifierIfAny, id, () -> running.remove(id));
            running.put(id, training);
            return training;
        };
    }

    /** Changes the learning rate of a training that runs, pauses it or lets it go on. */
    public ObjectNode steered(Query query) {
        LiveTraining training = running.get(query.text("id", ""));
        if (training == null) {
            throw new BadRequest("That training has ended.");
        }
        ObjectNode json = Json.object();
        if (query.has("rate")) {
            double rate = TrainingRequest.rate(query);
            training.change(rate);
            json.put("rate", rate);
        }
        if (query.has("pause")) {
            boolean pause = query.oneOf("pause", "yes", List.of("yes", "no")).equals("yes");
            training.pause(pause);
            json.put("paused", pause);
            if (pause) {
                // Nobody may be there to wake the engine when the pause has become too long.
                CompletableFuture.delayedExecutor(TrainingBudget.PAUSE.toMillis() + 100, TimeUnit.MILLISECONDS)
                        .execute(engine::wake);
            }
        }
        engine.wake();
        return json;
    }
}
