package darkroom.lesson.schedules;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.data.EnergyDistance;
import darkroom.guide.Condition;
import darkroom.lesson.engine.StagedWork;
import darkroom.lesson.studio.SmallNetwork;
import darkroom.lesson.web.Json;
import darkroom.sample.SamplingRun;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Two small networks for points on two moons, equal but for the schedule that they learn with: the same weights at first,
 * the same points, times and noise. Then both draw from one noise, in few steps and in more, and the energy distance of
 * the samples to the data is measured.
 */
public final class TwoSchedulesRun extends StagedWork {

    /** The schedules. */
    static final List<String> SCHEDULES = List.of("linear", "squaredcos_cap_v2");

    /** In how many steps each is sampled. */
    static final List<Integer> STEPS = List.of(10, 40);

    /** How many updates each network has. */
    public static final int UPDATES = 1000;

    /** How many points are drawn, and held against as many of the data. */
    static final int POINTS = 1000;

    private static final int SHOWN = 500;
    private static final int FRESH = 5;
    private static final int DIMENSIONS = 2;
    private static final long DATA_SEED = 424_242;
    private static final long TURN = 60_000_000;

    private final long seed;
    private final int updates;
    private final List<SmallNetwork> networks = new ArrayList<>();
    private final double[] sums = new double[2];
    private final List<Double> distances = new ArrayList<>();
    private final float[] data;
    private int update;
    private int told;
    private int place;
    private @Nullable SamplingRun sampling;

    public TwoSchedulesRun(long seed, int updates) {
        this.seed = seed;
        this.updates = updates;
        SCHEDULES.forEach(schedule -> networks.add(SmallNetwork.ofPoints(schedule, seed)));
        data = networks.get(0).data().batch(DATA_SEED, 0, POINTS).values();
    }

    @Override
    protected ObjectNode start() {
        return Json.object()
                .put("type", "start")
                .put("updates", updates)
                .put("points", POINTS)
                .put("seed", seed)
                .put("parameters", networks.get(0).parameters())
                .put("data", Json.pixels(shown(data)));
    }

    @Override
    protected boolean more() {
        return place < SCHEDULES.size() * STEPS.size();
    }

    @Override
    protected @Nullable ObjectNode piece() {
        return update < updates ? learn() : sample();
    }

    private ObjectNode learn() {
        long until = System.nanoTime() + TURN;
        do {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += networks.get(i).trainer().advance().loss();
            }
            update++;
        } while (System.nanoTime() < until && update < updates);
        ObjectNode json = Json.object().put("type", "updates").put("update", update);
        ArrayNode losses = json.putArray("losses");
        for (int i = 0; i < sums.length; i++) {
            losses.add(sums[i] / (update - told));
            sums[i] = 0;
        }
        told = update;
        return json;
    }

    private @Nullable ObjectNode sample() {
        int which = place / STEPS.size(), steps = STEPS.get(place % STEPS.size());
        SamplingRun run = sampling;
        if (run == null) {
            run = networks.get(which).sampling(steps, Condition.NONE, seed, POINTS, DIMENSIONS);
            sampling = run;
        }
        long until = System.nanoTime() + TURN;
        while (!run.done() && System.nanoTime() < until) {
            run.advance();
        }
        if (!run.done()) {
            return null;
        }
        SamplingRun done = run;
        float[] x = Scope.call(() -> Tensors.floats(done.x()), kept -> Stream.empty());
        run.close();
        sampling = null;
        place++;
        double distance = EnergyDistance.unbiased(x, data, DIMENSIONS);
        distances.add(distance);
        return Json.object()
                .put("type", "samples")
                .put("schedule", SCHEDULES.get(which))
                .put("steps", steps)
                .put("distance", distance)
                .put("x", Json.pixels(shown(x)));
    }

    /** How far fresh points of the data are from the data: what chance alone does to the measure. */
    @Override
    protected ObjectNode end() {
        double most = 0;
        for (int i = 1; i <= FRESH; i++) {
            float[] fresh = networks.get(0).data().batch(DATA_SEED, i, POINTS).values();
            most = Math.max(most, Math.abs(EnergyDistance.unbiased(fresh, data, DIMENSIONS)));
        }
        ObjectNode json = Json.object().put("type", "end").put("chance", most).put("fresh", FRESH);
        ArrayNode nearer = json.putArray("nearer");
        for (int i = 0; i < STEPS.size(); i++) {
            double linear = distances.get(i), cosine = distances.get(STEPS.size() + i);
            String schedule = Math.abs(linear - cosine) <= most ? "same" : SCHEDULES.get(linear < cosine ? 0 : 1);
            nearer.addObject().put("steps", STEPS.get(i)).put("schedule", schedule);
        }
        return json;
    }

    private static float[] shown(float[] points) {
        return java.util.Arrays.copyOf(points, SHOWN * DIMENSIONS);
    }

    @Override
    public void close() {
        if (sampling != null) {
            sampling.close();
        }
        networks.forEach(SmallNetwork::close);
    }
}
