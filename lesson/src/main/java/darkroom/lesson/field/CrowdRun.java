package darkroom.lesson.field;

import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.lesson.engine.Engine;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Query;
import darkroom.sample.SeededNoise;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Many starts drawn from N(0, I), each followed along the arrows (DDIM without noise) and with fresh noise (DDPM), and how
 * far both crowds end from the data by the energy distance.
 */
final class CrowdRun extends WaysRun {

    private static final int CROWD = WalkRun.CROWD;
    private static final int STEPS = 80;

    private CrowdRun(Plane plane, long seed) {
        super(plane);
        float[] starts = starts(seed, CROWD);
        ways.add(new Way("arrows", denoiser, "ddim", STEPS, SeededNoise.of(seed), starts));
        ways.add(new Way("fresh", denoiser, "ddpm", STEPS, SeededNoise.of(seed), starts));
    }

    /** What a request asks for by {@code cloud} and {@code seed}. */
    static Supplier<Engine.Work> asked(Query query) {
        Plane plane = Plane.asked(query);
        long seed = query.seed("seed", 1);
        return () -> new CrowdRun(plane, seed);
    }

    /** Points from N(0, I). */
    static float[] starts(long seed, int count) {
        return Scope.call(
                () -> Tensors.floats(SeededNoise.first(seed, count, Plane.DIMENSIONS)), kept -> Stream.empty());
    }

    @Override
    protected ObjectNode end() {
        return Json.object()
                .put("type", "end")
                .put("walkers", CROWD)
                .put("arrows", plane.away(ways.get(0).ends()))
                .put("fresh", plane.away(ways.get(1).ends()))
                .put("start", plane.away(starts(0, CROWD)))
                .put("apart", ways.get(0).off(ways.get(1)))
                .put("chance", plane.chance(CROWD));
    }
}
