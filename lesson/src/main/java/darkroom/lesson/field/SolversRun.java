package darkroom.lesson.field;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.lesson.engine.Engine;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Query;
import darkroom.sample.SeededNoise;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where few steps go wrong: a crowd by each solver in more and more steps, held against the ends of the exact paths. */
final class SolversRun extends WaysRun {

    private static final List<Integer> STEPS = List.of(3, 5, 10, 20, 40, 80);
    private static final int CROWD = WaysRun.SHOWN;

    private SolversRun(Plane plane, long seed) {
        super(plane);
        float[] starts = CrowdRun.starts(seed, CROWD);
        ways.add(Way.exact(denoiser, SeededNoise.of(seed), starts));
        for (Solver solver : Solver.values()) {
            for (int steps : STEPS) {
                ways.add(new Way(solver.word(), denoiser, solver.sampler(), steps, SeededNoise.of(seed), starts));
            }
        }
    }

    /** What a request asks for by {@code cloud} and {@code seed}. */
    static Supplier<Engine.Work> asked(Query query) {
        Plane plane = Plane.asked(query);
        long seed = query.seed("seed", 1);
        return () -> new SolversRun(plane, seed);
    }

    /** Nobody draws so many paths: only that there is progress is told. */
    @Override
    protected @Nullable ObjectNode advanced(long nanoseconds) {
        ObjectNode way = super.advanced(nanoseconds);
        return way == null ? null : way.without(List.of("x", "t"));
    }

    @Override
    protected ObjectNode end() {
        ObjectNode json = Json.object().put("type", "end").put("walkers", CROWD);
        ArrayNode table = json.putArray("solvers");
        for (Way way : ways.subList(1, ways.size())) {
            table.addObject()
                    .put("solver", way.name())
                    .put("steps", way.run().grid().size())
                    .put("evaluations", way.run().evaluations())
                    .put("off", way.off(ways.get(0)));
        }
        return json;
    }
}
