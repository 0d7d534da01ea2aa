package darkroom.lesson.next;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.data.Scene;
import darkroom.data.Seeds;
import darkroom.lesson.engine.Engine;
import darkroom.lesson.engine.StagedWork;
import darkroom.lesson.studio.Studio;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The same sentences and noises at several guidance scales: how many of the words come out right. */
final class ScalesRun extends StagedWork {

    /** The scales; at 1 there is no guidance. */
    static final List<Integer> SCALES = List.of(1, 2, 4, 10);

    /** How many sentences there can be, half of them with two things; the first is the usual number. */
    private static final List<String> COUNTS = List.of("24", "8", "96");

    private static final int STEPS = 20, SHOWN = 6;

    private final Studio studio;
    private final long seed;
    private final List<Scene> scenes = new ArrayList<>();
    private final ArrayNode measured = Json.object().putArray("scales");
    private @Nullable Drawing drawing;

    private ScalesRun(Studio studio, int count, long seed) {
        this.studio = studio;
        this.seed = seed;
        RandomGenerator random = Seeds.random(seed, 0);
        for (int i = 0; i < count; i++) {
            scenes.add(Scene.draw(i % 2 == 1, false, random));
        }
    }

    /** By {@code sentences}, how many, and {@code seed}, which draws them and the noises. */
    static Supplier<Engine.Work> asked(Query query, Studio studio) {
        int count = count(query);
        long seed = query.seed("seed", 1);
        return () -> new ScalesRun(studio, count, seed);
    }

    /** How many sentences a request asks for. */
    static int count(Query query) {
        return Integer.parseInt(query.oneOf("sentences", COUNTS.get(0), COUNTS));
    }

    @Override
    protected ObjectNode start() {
        ObjectNode json = Json.object().put("type", "start");
        ArrayNode sentences = json.putArray("sentences");
        scenes.stream().limit(SHOWN).forEach(scene -> sentences.add(scene.caption()));
        return json;
    }

    @Override
    protected boolean more() {
        return measured.size() < SCALES.size();
    }

    @Override
    protected ObjectNode piece() {
        Drawing now = drawing;
        if (now == null) {
            now = new Drawing(
                    studio.scenes().words(),
                    scenes.stream().map(Scene::caption).toList(),
                    seed,
                    STEPS,
                    SCALES.get(measured.size()));
            drawing = now;
        }
        now.run().advance();
        int made = measured.size() * STEPS + now.run().index();
        ObjectNode json = Json.object().put("type", "step").put("index", made).put("steps", SCALES.size() * STEPS);
        if (now.run().done()) {
            json.set("scale", measure(now));
            drawing = null;
            now.close();
        }
        return json;
    }

    private ObjectNode measure(Drawing now) {
        List<float[]> pictures = now.pictures();
        int right = 0, told = 0, all = 0;
        for (Understood one : Understood.of(studio.scenes().reader(), scenes, pictures)) {
            right += one.right();
            told += one.told();
            all += one.right() == one.told() ? 1 : 0;
        }
        ObjectNode json = Json.object()
                .put("scale", SCALES.get(measured.size()))
                .put("right", right)
                .put("told", told)
                .put("all", all);
        measured.add(json.deepCopy());
        ArrayNode shown = json.putArray("pictures");
        pictures.stream().limit(SHOWN).forEach(picture -> shown.add(Json.colours(picture)));
        return json;
    }

    @Override
    protected ObjectNode end() {
        return Json.object().put("type", "end").put("count", scenes.size()).set("scales", measured);
    }

    @Override
    public void close() {
        Drawing now = drawing;
        if (now != null) {
            now.close();
        }
    }
}
