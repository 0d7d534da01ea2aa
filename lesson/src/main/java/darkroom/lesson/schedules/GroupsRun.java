package darkroom.lesson.schedules;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.exact.FiniteData;
import darkroom.lesson.engine.Engine;
import darkroom.lesson.engine.StagedWork;
import darkroom.lesson.measure.Histogram;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Query;
import darkroom.sample.Sampler;
import darkroom.sample.Samplers;
import darkroom.sample.Sampling;
import darkroom.sample.SamplingRun;
import darkroom.sample.SeededNoise;
import darkroom.schedule.DiscreteSchedule;
import darkroom.schedule.NoiseLevel;
import darkroom.schedule.Spacing;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Two uneven groups, sampled: points at -1 and +1 with weights 20 and 80, their exact denoiser, and as many samples as the
 * page draws a histogram of, all started from N(0, 1) whatever the schedule ends in.
 */
public final class GroupsRun extends StagedWork {

    /** How many samples. */
    static final int SAMPLES = 10_000;

    /** T, and how many steps are made: all. */
    static final int STEPS = 80;

    /** The samplers that the lab compares. */
    static final List<String> SAMPLERS = List.of("ddpm", "ddpm_beta", "ddim");

    /** An odd number, so that -1 and +1 lie in the middle of a bin. */
    private static final int BINS = 35;

    /** The share of the data at +1. */
    static final double RIGHT = 0.8;

    private static final double LEFT = 0.2;
    private static final int EVERY = 4;

    /** Shares within two points of the wanted count as right: chance and the size of the steps account for less. */
    private static final double TOLERANCE = 0.02;

    /** What lies farther than this from both points is at neither. */
    private static final double NEAR = 0.1;

    private final DiscreteSchedule schedule;
    private final FiniteData groups;
    private final SamplingRun run;

    GroupsRun(DiscreteSchedule schedule, String sampler, long seed) {
        this.schedule = schedule;
        groups = Scope.call(
                () -> new FiniteData(Tensors.of(new float[] {-1, 1}, 2, 1), new double[] {LEFT, RIGHT}, List.of()),
                kept -> Stream.empty());
        Sampler solver = Samplers.named(sampler);
        Sampling sampling = new Sampling(groups, solver, new Spacing.Trailing().grid(schedule, STEPS));
        run = Scope.call(() -> sampling.start(SeededNoise.of(seed), SAMPLES, 1), kept -> Stream.empty());
    }

    /** What a request asks for by {@code schedule} or a drawn {@code curve}, {@code sampler} and {@code seed}. */
    public static Supplier<Engine.Work> asked(Query query) {
        DiscreteSchedule schedule = query.has("curve")
                ? ScheduleLab.curve(query)
                : ScheduleLab.schedule(query.oneOf("schedule", "linear", ScheduleLab.NAMES), STEPS);
        String sampler = query.oneOf("sampler", SAMPLERS.get(0), SAMPLERS);
        long seed = query.seed("seed", 1);
        return () -> new GroupsRun(schedule, sampler, seed);
    }

    @Override
    protected boolean more() {
        return !run.done();
    }

    @Override
    protected ObjectNode piece() {
        do {
            run.advance();
        } while (!run.done() && run.index() % EVERY != 0);
        return state(run.done() ? "end" : "step");
    }

    @Override
    protected ObjectNode start() {
        NoiseLevel end = schedule.level(STEPS);
        ObjectNode json = state("start")
                .put("samples", SAMPLES)
                .put("steps", STEPS)
                .put("wanted", RIGHT)
                .put("tolerance", TOLERANCE)
                .put("amplitude", end.alpha())
                .put("alphaBar", end.alphaBar());
        Json.finite(json, "snr", end.snrDecibels());
        ArrayNode middles = json.putArray("middles");
        for (int bin = 0; bin < BINS; bin++) {
            middles.add(Histogram.middle(bin, BINS));
        }
        return json;
    }

    private ObjectNode state(String type) {
        float[] x = Scope.call(() -> Tensors.floats(run.x()), kept -> Stream.empty());
        int right = 0, between = 0, left = 0;
        for (float value : x) {
            boolean near = Math.abs(Math.abs(value) - 1) <= NEAR;
            right += value > 0 ? 1 : 0;
            between += near ? 0 : 1;
            left += near && value < 0 ? 1 : 0;
        }
        double share = right / (double) x.length;
        ObjectNode json = Json.object()
                .put("type", type)
                .put("index", run.index())
                .put("share", share)
                .put("between", between / (double) x.length)
                .put("left", left / (double) x.length)
                .put("right", Math.abs(share - RIGHT) <= TOLERANCE);
        json.set("histogram", Histogram.shares(x, BINS));
        return json;
    }

    @Override
    public void close() {
        run.close();
        groups.close();
    }
}
