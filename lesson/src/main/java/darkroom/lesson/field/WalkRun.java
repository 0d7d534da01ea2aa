package darkroom.lesson.field;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.lesson.engine.Engine;
import darkroom.lesson.studio.LaneBatch;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Query;
import darkroom.sample.SeededNoise;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One start at pure noise, and where it leads: along the exact path, along the arrows by a sampler that adds no noise
 * (several times, so that chance would show), and by DDPM, which adds fresh noise at every step, again and again.
 */
final class WalkRun extends WaysRun {

    /** How often the arrows are followed from the same start. */
    static final int TIMES = 5;

    /** How many walk with fresh noise from the same start. */
    static final int CROWD = 400;

    /** The page lets a start lie within so much both ways. */
    static final double REACH = 4;

    private static final int FRESH_STEPS = 80;

    private final double x;
    private final double y;
    private float[] aim = {};

    private WalkRun(Plane plane, double x, double y, Solver solver, int steps, long seed) {
        super(plane);
        this.x = x;
        this.y = y;
        ways.add(new Way(
                "arrows",
                denoiser,
                solver.sampler(),
                steps,
                SeededNoise.each(LaneBatch.shownFirst(seed, TIMES)),
                Way.all(x, y, TIMES)));
        ways.add(Way.exact(denoiser, SeededNoise.of(seed), Way.all(x, y, 1)));
        ways.add(new Way("fresh", denoiser, "ddpm", FRESH_STEPS, SeededNoise.of(seed), Way.all(x, y, CROWD)));
    }

    /** What a request asks for by {@code cloud}, {@code x} and {@code y}, {@code solver}, {@code steps} and {@code seed}. */
    static Supplier<Engine.Work> asked(Query query) {
        Plane plane = Plane.asked(query);
        double x = query.number("x", 0, -REACH, REACH), y = query.number("y", 0, -REACH, REACH);
        Solver solver = Solver.named(query.oneOf("solver", Solver.EULER.word(), Solver.WORDS));
        int steps = (int) query.whole("steps", FRESH_STEPS, 1, FRESH_STEPS);
        long seed = query.seed("seed", 1);
        return () -> new WalkRun(plane, x, y, solver, steps, seed);
    }

    @Override
    protected @Nullable ObjectNode advanced(long nanoseconds) {
        if (aim.length == 0) {
            aim = Scope.call(
                    () -> Tensors.floats(advancing().past().get(0).estimate().x0()), kept -> Stream.empty());
        }
        return super.advanced(nanoseconds);
    }

    @Override
    protected ObjectNode end() {
        float[] ends = ways.get(0).ends();
        double endX = ends[0], endY = ends[1];
        double spread = 0;
        for (int i = 0; i < TIMES; i++) {
            spread = Math.max(spread, Math.hypot(ends[2 * i] - endX, ends[2 * i + 1] - endY));
        }
        ObjectNode json = Json.object()
                .put("type", "end")
                .put("x", endX)
                .put("y", endY)
                .put("aimX", aim[0])
                .put("aimY", aim[1])
                .put("spread", spread)
                .put("times", TIMES)
                .put("walked", Math.hypot(endX - x, endY - y))
                .put(
                        "off",
                        Math.hypot(
                                endX - ways.get(1).ends()[0], endY - ways.get(1).ends()[1]));
        ArrayNode distances = json.putArray("distances").add(Math.hypot(endX - aim[0], endY - aim[1]));
        int parts = plane.parts().size();
        for (int label = 0; label < parts; label++) {
            distances.add(plane.toPart(label, endX, endY));
        }
        json.set("fresh", fresh(parts));
        return json;
    }

    /** Where those ended that were given fresh noise: their shares by the part that is nearest, and how far from the data. */
    private ObjectNode fresh(int parts) {
        float[] ends = ways.get(2).ends();
        int[] counts = new int[parts];
        for (int i = 0; i < CROWD; i++) {
            counts[plane.nearest(ends[2 * i], ends[2 * i + 1])]++;
        }
        ObjectNode json = Json.object()
                .put("walkers", CROWD)
                .put("away", plane.away(ends))
                .put("chance", plane.chance(CROWD));
        ArrayNode shares = json.putArray("shares");
        for (int count : counts) {
            shares.add(count / (double) CROWD);
        }
        return json;
    }
}
