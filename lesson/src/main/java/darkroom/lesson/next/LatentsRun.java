package darkroom.lesson.next;

import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.data.Seeds;
import darkroom.lesson.engine.Engine;
import darkroom.lesson.engine.StagedWork;
import darkroom.lesson.studio.SceneModels;
import darkroom.lesson.studio.Studio;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Query;
import darkroom.model.Reconstructions;
import darkroom.sample.SeededNoise;
import java.util.Arrays;
import java.util.function.Supplier;

/** Fresh scenes go into the autoencoder's latents and back: how much of them is lost. */
final class LatentsRun extends StagedWork {

    /** How many scenes. */
    static final int COUNT = 32;

    private static final int EACH = 4;

    private final Studio studio;
    private final long seed;
    private final float[] pictures;
    private int made;
    private double errors;

    private LatentsRun(Studio studio, long seed) {
        this.studio = studio;
        this.seed = seed;
        pictures = SceneModels.DATA.batch(seed, 0, COUNT).values();
    }

    /** By {@code seed}, which draws the scenes. */
    static Supplier<Engine.Work> asked(Query query, Studio studio) {
        long seed = query.seed("seed", 1);
        return () -> new LatentsRun(studio, seed);
    }

    @Override
    protected boolean more() {
        return made < COUNT;
    }

    @Override
    protected ObjectNode piece() {
        int length = pictures.length / COUNT, from = made * length;
        float[] some = Arrays.copyOfRange(pictures, from, from + EACH * length);
        try (SeededNoise noise = SeededNoise.of(Seeds.at(seed, made))) {
            errors += EACH * Reconstructions.error(studio.scenes().codec(), some, SceneModels.DATA.shape(), noise);
        }
        made += EACH;
        return Json.object().put("type", "step").put("index", made).put("steps", COUNT);
    }

    @Override
    protected ObjectNode end() {
        double error = errors / COUNT;
        return Json.object()
                .put("type", "end")
                .put("count", COUNT)
                .put("off", Math.sqrt(error) * 255)
                .put("decibels", Reconstructions.decibels(error));
    }

    @Override
    public void close() {}
}
