package darkroom.lesson.next;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.data.Scene;
import darkroom.data.Seeds;
import darkroom.lesson.engine.Engine;
import darkroom.lesson.engine.StagedWork;
import darkroom.lesson.studio.SceneModels;
import darkroom.lesson.studio.Studio;
import darkroom.lesson.web.BadRequest;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Query;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** A thing whose colour and form no training picture had together, asked for several times. */
final class PairRun extends StagedWork {

    /** How often, each time from noise of its own. */
    static final int TIMES = 16;

    private static final int STEPS = 20, EXAMPLES = 4, SHOWN_EVERY = 2;
    private static final double SCALE = 3;

    private final Studio studio;
    private final Scene scene;
    private final Drawing drawing;

    private PairRun(Studio studio, Scene scene, long seed) {
        this.studio = studio;
        this.scene = scene;
        drawing = new Drawing(studio.scenes().words(), Collections.nCopies(TIMES, scene.caption()), seed, STEPS, SCALE);
    }

    /** By {@code pair}, a colour and a form that no training saw together, and {@code seed} of the noises. */
    static Supplier<Engine.Work> asked(Query query, Studio studio) {
        Scene scene = scene(query);
        long seed = query.seed("seed", 1);
        return () -> new PairRun(studio, scene, seed);
    }

    /** The pair that a request asks for, in words. */
    static String pair(Query query) {
        return query.text("pair", "red star");
    }

    private static Scene scene(Query query) {
        String pair = pair(query);
        try {
            Scene scene = Scene.of("a large " + pair + " on white");
            if (scene.first().isHeldOut()) {
                return scene;
            }
        } catch (IllegalArgumentException e) {
            throw new BadRequest(String.valueOf(e.getMessage()));
        }
        throw new BadRequest("The model saw a " + pair + " in training: ask for a pair that was kept from it.");
    }

    /** Pictures of the kind that a training sees: the form in other colours, and the colour in other forms. */
    static ObjectNode examples(Query query) {
        Scene.Thing thing = scene(query).first();
        long seed = query.seed("seed", 1);
        ObjectNode json = Json.object();
        put(
                json,
                "forms",
                seed,
                Arrays.stream(Scene.Hue.values()).map(hue -> new Scene.Thing(thing.size(), hue, thing.form())));
        put(
                json,
                "colours",
                seed + 1,
                Arrays.stream(Scene.Form.values()).map(form -> new Scene.Thing(thing.size(), thing.hue(), form)));
        return json;
    }

    private static void put(ObjectNode json, String name, long seed, Stream<Scene.Thing> things) {
        RandomGenerator random = Seeds.random(seed, 0);
        List<Scene.Thing> seen = things.filter(thing -> !thing.isHeldOut()).toList();
        int from = random.nextInt(seen.size());
        ArrayNode all = json.putArray(name);
        for (int i = 0; i < EXAMPLES; i++) {
            Scene scene = new Scene(seen.get((from + i) % seen.size()), null, null, Scene.Ground.WHITE);
            all.addObject()
                    .put("sentence", scene.caption())
                    .put("picture", Json.colours(SceneModels.DATA.draw(scene, random)));
        }
    }

    @Override
    protected boolean more() {
        return !drawing.run().done();
    }

    @Override
    protected ObjectNode piece() {
        drawing.run().advance();
        int index = drawing.run().index();
        return drawing.record(index % SHOWN_EVERY == 0 || drawing.run().done() ? drawing.pictures() : List.of());
    }

    @Override
    protected ObjectNode end() {
        ObjectNode json = Json.object().put("type", "end").put("times", TIMES);
        ArrayNode seen = json.putArray("seen"), right = json.putArray("right");
        int drawn = 0;
        for (Understood one :
                Understood.of(studio.scenes().reader(), Collections.nCopies(TIMES, scene), drawing.pictures())) {
            seen.add(one.words());
            right.add(one.isThing());
            drawn += one.isThing() ? 1 : 0;
        }
        return json.put("drawn", drawn);
    }

    @Override
    public void close() {
        drawing.close();
    }
}
