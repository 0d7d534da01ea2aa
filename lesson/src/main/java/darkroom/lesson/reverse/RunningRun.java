package darkroom.lesson.reverse;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.exact.FiniteData;
import darkroom.guide.Condition;
import darkroom.lesson.engine.Engine;
import darkroom.lesson.engine.SampledWork;
import darkroom.lesson.measure.Samples;
import darkroom.lesson.studio.Levels;
import darkroom.lesson.studio.Pictures;
import darkroom.lesson.studio.Studio;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Query;
import darkroom.sample.Samplers;
import darkroom.sample.Sampling;
import darkroom.sample.SamplingRun;
import darkroom.sample.SeededNoise;
import darkroom.schedule.NoiseLevel;
import darkroom.schedule.Spacing;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who is still in the running: along one path from noise, how likely the exact denoiser holds each of its pictures to be the
 * one behind the noise, before every step.
 */
final class RunningRun extends SampledWork {

    /** How many steps the path has. */
    static final int STEPS = 80;

    /** A picture is decided once it has more than this share, and keeps it. */
    static final double DECIDED = 0.5;

    private final FiniteData exact;
    private final Condition condition;
    private final SamplingRun run;
    private final List<double[]> shares = new ArrayList<>();
    private final List<NoiseLevel> levels = new ArrayList<>();

    private RunningRun(Pictures.Choice picture, String sampler, long seed) {
        exact = FiniteData.of(Pictures.set(), 1, Pictures.SIZE, Pictures.SIZE);
        condition = Studio.asked(picture.label());
        Sampling plain =
                new Sampling(exact, Samplers.named(sampler), new Spacing.Trailing().grid(Studio.SCHEDULE, STEPS));
        Sampling sampling =
                new Sampling(exact, plain.sampler(), plain.grid(), condition, plain.guidance(), plain.clipping());
        run = Scope.call(
                () -> sampling.start(SeededNoise.of(seed), 1, 1, Pictures.SIZE, Pictures.SIZE), kept -> Stream.empty());
    }

    /** What a request asks for by {@code kind}, {@code way} ({@code ddim} or {@code ddpm}) and {@code seed}. */
    static Supplier<Engine.Work> asked(Query query) {
        Pictures.Choice picture = Pictures.chosen(query);
        String sampler = query.oneOf("way", "ddim", List.of("ddim", "ddpm"));
        long seed = query.seed("seed", 1);
        return () -> new RunningRun(picture, sampler, seed);
    }

    @Override
    protected ObjectNode start() {
        look();
        return said("start");
    }

    @Override
    protected boolean more() {
        return !run.done();
    }

    @Override
    protected SamplingRun advancing() {
        return run;
    }

    @Override
    protected @Nullable ObjectNode advanced(long nanoseconds) {
        ObjectNode step =
                Json.object().put("mean", pixels(run.past().get(0).estimate().x0()));
        if (!run.done()) {
            look();
        }
        return step.setAll(said("step"));
    }

    /** Takes note of how likely each picture is as things stand. */
    private void look() {
        levels.add(run.level());
        shares.add(Scope.call(
                () -> Tensors.doubles(exact.shares(run.x(), run.level(), condition)), kept -> Stream.empty()));
    }

    private ObjectNode said(String type) {
        double[] now = shares.get(shares.size() - 1);
        float[] told = new float[now.length];
        for (int i = 0; i < now.length; i++) {
            told[i] = (float) now[i];
        }
        ObjectNode json = Json.object()
                .put("type", type)
                .put("index", run.index())
                .put("t", Levels.time(Studio.SCHEDULE, run.level()))
                .put("x", pixels(run.x()))
                .put("shares", Json.numbers(told))
                .put("candidates", candidates(now));
        Json.finite(json, "snr", run.level().snrDecibels());
        return json;
    }

    private static String pixels(org.bytedeco.pytorch.Tensor picture) {
        return Json.pixels(Samples.of(picture).get(0));
    }

    /** The effective number of candidates: the exponential of the entropy of their shares. */
    static double candidates(double[] shares) {
        double entropy = 0;
        for (double share : shares) {
            entropy -= share > 0 ? share * Math.log(share) : 0;
        }
        return Math.exp(entropy);
    }

    @Override
    protected ObjectNode end() {
        int winner = 0;
        double[] last = shares.get(shares.size() - 1);
        for (int i = 1; i < last.length; i++) {
            winner = last[i] > last[winner] ? i : winner;
        }
        int decided = shares.size() - 1;
        while (decided > 0 && shares.get(decided - 1)[winner] > DECIDED) {
            decided--;
        }
        NoiseLevel level = levels.get(decided);
        ObjectNode json = Json.object()
                .put("type", "end")
                .put("steps", STEPS)
                .put("of", last.length)
                .put("winner", winner)
                .put("decided", decided)
                .put("noisePower", level.sigma() * level.sigma());
        Json.finite(json, "snr", level.snrDecibels());
        ArrayNode each = json.putArray("candidates");
        shares.forEach(now -> each.add(candidates(now)));
        return json;
    }

    @Override
    public void close() {
        run.close();
        exact.close();
    }
}
