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
import darkroom.schedule.DiscreteSchedule;
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
    private final DiscreteSchedule schedule;
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
                Studio.SCHEDULE,
                new Sampling(denoiser, Samplers.named(sampler), new Spacing.Trailing().grid(Studio.SCHEDULE, steps)),
                noise,
                starts);
    }

    /** As {@link #Way(String, Denoiser, String, int, Noise, float[])}, by all settings of the library along a schedule. */
    Way(String name, DiscreteSchedule schedule, Sampling sampling, Noise noise, float[] starts) {
        this.name = name;
        this.schedule = schedule;
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
        double[] away = new double[walkers];
        for (int i = 0; i < walkers; i++) {
            away[i] = between(ends(), other.ends(), i);
        }
        Arrays.sort(away);
        return away[walkers / 2];
    }

    /** How much longer the paths are than straight lines between their ends, on the whole: 0 where all are straight. */
    double detour() {
        double walked = 0, straight = 0;
        for (int i = 0; i < walkers; i++) {
            for (int step = 1; step < places.size(); step++) {
                walked += between(places.get(step - 1), places.get(step), i);
            }
            straight += between(places.get(0), ends(), i);
        }
        return walked / straight - 1;
    }

    private static double between(float[] from, float[] to, int walker) {
        int x = Plane.DIMENSIONS * walker;
        return Math.hypot(to[x] - from[x], to[x + 1] - from[x + 1]);
    }

    /** Its record: the paths of the first so many walkers, step by step, each x and y. */
    ObjectNode told(int shown) {
        ObjectNode json = told(name, Math.min(shown, walkers), places)
                .put("steps", run.grid().size())
                .put("evaluations", run.evaluations());
        ArrayNode times = json.putArray("t");
        times.add(Levels.time(schedule, run.grid().start()));
        run.grid().steps().forEach(step -> times.add(Levels.time(schedule, step.to())));
        return json;
    }

    /** The record of straight lines from some places to others. */
    static ObjectNode lines(String name, DiscreteSchedule schedule, float[] from, float[] to, int shown) {
        ObjectNode json = told(name, shown, List.of(from, to)).put("steps", 1).put("evaluations", 0);
        json.putArray("t").add(schedule.timesteps()).add(0);
        return json;
    }

    private static ObjectNode told(String name, int walkers, List<float[]> places) {
        int kept = Plane.DIMENSIONS * walkers;
        float[] all = new float[kept * places.size()];
        for (int i = 0; i < places.size(); i++) {
            System.arraycopy(places.get(i), 0, all, i * kept, kept);
        }
        return Json.object()
                .put("type", "way")
                .put("name", name)
                .put("walkers", walkers)
                .put("x", Json.pixels(all));
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
