package darkroom.lesson.field;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.lesson.studio.Levels;
import darkroom.lesson.studio.Studio;
import darkroom.lesson.web.Json;
import darkroom.sample.Denoiser;
import darkroom.sample.Noise;
import darkroom.sample.Samplers;
import darkroom.sample.Sampling;
import darkroom.sample.SamplingRun;
import darkroom.schedule.Spacing;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Points that walk from pure noise to data by one sampler, and where each was after every step. */
final class Way implements AutoCloseable {

    /** The sampler and the number of steps whose path passes as exact: their error is below what can be drawn. */
    private static final String EXACT = "heun_angle";

    private static final int EXACT_STEPS = 250;

    private final String name;
    private final SamplingRun run;
    private final int walkers;
    private final List<float[]> places = new ArrayList<>();

    /**
     * A way before its first step.
     *
     * @param name what the page calls it
     * @param noise what the sampler draws
     * @param starts x and y in turn
     */
    Way(String name, Denoiser denoiser, String sampler, int steps, Noise noise, float[] starts) {
        this(
                name,
                new Sampling(denoiser, Samplers.named(sampler), new Spacing.Trailing().grid(Studio.SCHEDULE, steps)),
                noise,
                starts);
    }

    /** As {@link #Way(String, Denoiser, String, int, Noise, float[])}, by all settings of the library. */
    Way(String name, Sampling sampling, Noise noise, float[] starts) {
        this.name = name;
        walkers = starts.length / Plane.DIMENSIONS;
        run = Scope.call(
                () -> SamplingRun.from(sampling, noise, Tensors.of(starts, walkers, Plane.DIMENSIONS)),
                kept -> Stream.empty());
        places.add(starts);
    }

    /** The path of the probability-flow equation, as nearly as can be seen. */
    static Way exact(Denoiser denoiser, Noise noise, float[] starts) {
        return new Way("exact", denoiser, EXACT, EXACT_STEPS, noise, starts);
    }

    String name() {
        return name;
    }

    SamplingRun run() {
        return run;
    }

    /** Takes note of where the step that was made leads. */
    void stepped() {
        places.add(Scope.call(() -> Tensors.floats(run.x()), kept -> Stream.empty()));
    }

    /** Where all have come to. */
    float[] ends() {
        return places.get(places.size() - 1);
    }

    /** The median of the distances between the ends of two ways from the same starts: a few that part early do not count. */
    double off(Way other) {
        float[] mine = ends(), others = other.ends();
        double[] away = new double[walkers];
        for (int i = 0; i < walkers; i++) {
            away[i] = Math.hypot(mine[2 * i] - others[2 * i], mine[2 * i + 1] - others[2 * i + 1]);
        }
        Arrays.sort(away);
        return away[walkers / 2];
    }

    /** Its record: the paths of the first so many walkers, step by step, each x and y. */
    ObjectNode told(int shown) {
        int kept = Plane.DIMENSIONS * Math.min(shown, walkers);
        float[] all = new float[kept * places.size()];
        for (int i = 0; i < places.size(); i++) {
            System.arraycopy(places.get(i), 0, all, i * kept, kept);
        }
        ObjectNode json = Json.object()
                .put("type", "way")
                .put("name", name)
                .put("steps", run.grid().size())
                .put("evaluations", run.evaluations())
                .put("walkers", kept / Plane.DIMENSIONS)
                .put("x", Json.pixels(all));
        ArrayNode times = json.putArray("t");
        times.add(Levels.time(Studio.SCHEDULE, run.grid().start()));
        run.grid().steps().forEach(step -> times.add(Levels.time(Studio.SCHEDULE, step.to())));
        return json;
    }

    /** The same place, so often. */
    static float[] all(double x, double y, int walkers) {
        float[] starts = new float[Plane.DIMENSIONS * walkers];
        for (int i = 0; i < walkers; i++) {
            starts[Plane.DIMENSIONS * i] = (float) x;
            starts[Plane.DIMENSIONS * i + 1] = (float) y;
        }
        return starts;
    }

    @Override
    public void close() {
        run.close();
    }
}
