package darkroom.lesson;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.data.Batch;
import darkroom.lesson.engine.Engine;
import darkroom.lesson.learner.Routes;
import darkroom.lesson.play.Narration;
import darkroom.lesson.studio.Clouds;
import darkroom.lesson.studio.Garments;
import darkroom.lesson.studio.Levels;
import darkroom.lesson.studio.OfferedSamplers;
import darkroom.lesson.studio.Pictures;
import darkroom.lesson.studio.Studio;
import darkroom.lesson.text.Checks;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Query;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.util.List;

/** What all parts ask: how the server is, what it has, and pictures of each kind. */
final class Api {

    private static final int EXAMPLES = 9;

    private final Engine engine;
    private final Studio studio;
    private final Checks checks;

    Api(Engine engine, Studio studio, Checks checks) {
        this.engine = engine;
        this.studio = studio;
        this.checks = checks;
    }

    void serve(JavalinConfig config, Routes routes) {
        config.routes.get("/health", this::health);
        routes.answer("/api/about", query -> about());
        routes.answer("/api/levels", query -> Levels.table(Studio.SCHEDULE));
        routes.answer("/api/kinds", this::kinds);
        routes.answer("/api/examples", this::examples);
        routes.answer("/api/check", checks::asked);
    }

    private void health(Context context) {
        String trouble = engine.trouble().isEmpty() ? studio.trouble() : engine.trouble();
        ObjectNode json = Json.object()
                .put("status", trouble.isEmpty() ? "ready" : "not ready")
                .put("reason", trouble);
        context.status(trouble.isEmpty() ? 200 : 503);
        Routes.json(context, json);
    }

    private ObjectNode about() {
        ObjectNode json = studio.describe();
        ArrayNode patterns = json.putArray("patterns");
        Pictures.LABELS.forEach(patterns::add);
        ArrayNode garments = json.putArray("garmentKinds");
        if (studio.garments().there()) {
            Garments.LABELS.forEach(garments::add);
        }
        ArrayNode clouds = json.putArray("clouds");
        Clouds.NAMES.forEach(clouds::add);
        json.putObject("exact")
                .put("pictures", Pictures.SET_OF_EACH * Pictures.LABELS.size())
                .put("ofEach", Pictures.SET_OF_EACH)
                .put("seed", Pictures.SET_SEED);
        OfferedSamplers.describe(json);
        json.set("narration", Narration.all());
        json.put("size", Pictures.SIZE).put("units", Json.UNITS).put("timesteps", Studio.SCHEDULE.timesteps());
        return json;
    }

    /** A picture of each kind, of one seed. */
    private ObjectNode kinds(Query query) {
        long seed = query.seed("picture", 1);
        ObjectNode json = Json.object();
        ObjectNode pictures = json.putObject("pictures");
        for (String kind : Pictures.LABELS) {
            pictures.put(kind, Json.pixels(Pictures.of(kind, seed)));
        }
        if (studio.garments().there()) {
            for (String kind : Garments.LABELS) {
                pictures.put(
                        kind, Json.pixels(studio.garments().chosen(kind, seed).pixels()));
            }
        }
        return json;
    }

    /** Pictures of a kind, or of all: those of the exact denoiser's set, or the first that the model learned from. */
    private ObjectNode examples(Query query) {
        Pictures.Choice picture = Pictures.chosen(query, studio.garments());
        String of = query.oneOf("of", "training", List.of("training", "set"));
        Batch batch = of.equals("set") && !Garments.has(picture)
                ? Pictures.set()
                : studio.seen(picture).get();
        int most = of.equals("set") ? batch.labels().length : EXAMPLES;
        ObjectNode json = Json.object().put("of", of);
        ArrayNode pixels = json.putArray("pictures");
        for (int i = 0; i < batch.labels().length && pixels.size() < most; i++) {
            if (picture.label() < 0 || batch.labels()[i] == picture.label()) {
                pixels.add(Json.pixels(Pictures.at(batch, i)));
            }
        }
        return json;
    }
}
