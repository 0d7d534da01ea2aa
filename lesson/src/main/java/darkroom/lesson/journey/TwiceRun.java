package darkroom.lesson.journey;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.data.Examples;
import darkroom.data.Seeds;
import darkroom.lesson.engine.Engine;
import darkroom.lesson.engine.SampledWork;
import darkroom.lesson.measure.Samples;
import darkroom.lesson.measure.Spread;
import darkroom.lesson.studio.Frames;
import darkroom.lesson.studio.LaneBatch;
import darkroom.lesson.studio.Pictures;
import darkroom.lesson.studio.RunRequest;
import darkroom.lesson.studio.Source;
import darkroom.lesson.studio.Studio;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Query;
import darkroom.lesson.web.Words;
import darkroom.objective.Objective;
import darkroom.sample.SamplingRun;
import darkroom.sample.SamplingSettings;
import darkroom.sample.SeededNoise;
import darkroom.schedule.NoiseLevel;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The journey's fourth step: a picture is drowned to the end by several noises, and from each such start each of two
 * samplers walks back twice. The first start is shown, all are judged.
 */
public final class TwiceRun extends SampledWork {

    static final int STEPS = 50;

    /** Distances have at least so many digits behind the point. */
    private static final int DIGITS = 2;

    /** So many starts. */
    static final int STARTS = 8;

    private static final double GUIDANCE = 1;

    /** The noise on the way has seeds of its own, away from the starts'. */
    private static final long FRESH = 5;

    /** How many fresh pictures say how far two of a kind are apart, and how far a stranger is from the one that was drowned. */
    private static final int REAL = 20;

    private final Pictures.Choice picture;
    private final long seed;
    private final Source source;
    private final Map<String, SamplingRun> runs = new LinkedHashMap<>();

    private TwiceRun(RunRequest.Maker maker, Pictures.Choice picture, long seed, Studio studio) {
        this.picture = picture;
        this.seed = seed;
        source = Source.of(maker, picture, studio);
        for (String sampler : List.of("ddpm", "ddim")) {
            runs.put(sampler, Scope.call(() -> run(sampler), kept -> Stream.empty()));
        }
    }

    public static Supplier<Engine.Work> asked(Query query, Studio studio) {
        RunRequest.Maker maker = RunRequest.maker(query);
        Pictures.Choice picture = Samples.kind(query);
        long seed = query.seed("seed", 1);
        if (maker == RunRequest.Maker.LEARNED) {
            studio.learned();
        }
        return () -> new TwiceRun(maker, picture, seed, studio);
    }

    /** Row i and row i + STARTS share their start; the fresh noise of all rows differs. */
    private SamplingRun run(String sampler) {
        SamplingSettings settings =
                source.usual().withSampler(sampler).withSteps(STEPS).withGuidance(GUIDANCE);
        var sampling = settings.sampling(source.denoiser(), source.schedule(), source.condition());
        NoiseLevel level = sampling.grid().start();
        Tensor clean = Tensors.of(picture.pixels(), 1, 1, Pictures.SIZE, Pictures.SIZE);
        try (SeededNoise starts = SeededNoise.each(LaneBatch.shownFirst(seed, STARTS))) {
            Tensor noise = starts.next(STARTS, 1, Pictures.SIZE, Pictures.SIZE);
            Tensor drowned = Objective.noisy(clean.expand_as(noise), noise, level);
            SeededNoise fresh = Samples.noise(Seeds.at(seed, FRESH), 0, 2 * STARTS);
            return SamplingRun.from(sampling, fresh, Tensors.concatenated(0, drowned, drowned));
        }
    }

    @Override
    protected ObjectNode start() {
        return Json.object()
                .put("type", "start")
                .put("steps", STEPS)
                .put("x0", Json.pixels(picture.pixels()))
                .put(
                        "x",
                        Json.pixels(Samples.of(
                                        Objects.requireNonNull(runs.get("ddim")).x())
                                .get(0)));
    }

    @Override
    protected boolean more() {
        return !advancing().done();
    }

    /** The run that has made the fewest steps. */
    @Override
    protected SamplingRun advancing() {
        return runs.values().stream()
                .min(Comparator.comparingInt(SamplingRun::index))
                .orElseThrow();
    }

    /** A step is told when all runs have made it. */
    @Override
    protected @Nullable ObjectNode advanced(long nanoseconds) {
        if (runs.values().stream().mapToInt(SamplingRun::index).distinct().count() > 1) {
            return null;
        }
        ObjectNode json = Json.object().put("type", "step").put("steps", STEPS);
        runs.forEach((sampler, run) -> {
            json.put("index", run.index());
            List<float[]> rows = Samples.of(run.x());
            Samples.put(json, sampler, List.of(rows.get(0), rows.get(STARTS)));
        });
        return json;
    }

    @Override
    protected ObjectNode end() {
        List<float[]> real = Samples.real(picture.kind(), seed, REAL);
        ObjectNode json = Json.object().put("type", "end").put("starts", STARTS).put("real", Examples.spread(real));
        double[] returned = new double[STARTS];
        runs.forEach((sampler, run) -> {
            List<float[]> rows = Samples.of(run.x());
            double[] apart = IntStream.range(0, STARTS)
                    .mapToDouble(i -> Frames.distance(rows.get(i), rows.get(i + STARTS)))
                    .toArray();
            ObjectNode found = json.putObject(sampler)
                    .put("apart", Spread.mean(apart))
                    .put(
                            "same",
                            Arrays.stream(apart)
                                    .filter(one -> one < Frames.SAME)
                                    .count());
            ArrayNode fromOriginal = found.putArray("fromOriginal");
            fromOriginal.add(fromOriginal(rows.get(0))).add(fromOriginal(rows.get(STARTS)));
            for (int i = 0; i < rows.size(); i++) {
                returned[i % STARTS] += fromOriginal(rows.get(i)) / (2 * runs.size());
            }
        });
        heldAgainst(
                json, returned, real.stream().mapToDouble(this::fromOriginal).toArray());
        return json;
    }

    /** Whether the ways back end nearer to the picture than strangers are: by how much, and how much of it chance can make. */
    private static void heldAgainst(ObjectNode json, double[] returned, double[] strangers) {
        double difference = Spread.mean(returned) - Spread.mean(strangers);
        double within = Spread.SURE * Math.hypot(Spread.standardError(returned), Spread.standardError(strangers));
        json.put("returned", Spread.mean(returned))
                .put("strangers", Spread.mean(strangers))
                .put("within", within)
                .put("digits", Words.digits(Math.abs(difference), within, DIGITS));
    }

    private double fromOriginal(float[] one) {
        return Frames.distance(one, picture.pixels());
    }

    @Override
    public void close() {
        runs.values().forEach(SamplingRun::close);
        source.close();
    }
}
