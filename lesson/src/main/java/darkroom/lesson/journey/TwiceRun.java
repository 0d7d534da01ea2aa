package darkroom.lesson.journey;

import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.lesson.engine.Engine;
import darkroom.lesson.measure.Frames;
import darkroom.lesson.measure.Samples;
import darkroom.lesson.studio.Pictures;
import darkroom.lesson.studio.RunRequest;
import darkroom.lesson.studio.Source;
import darkroom.lesson.studio.Studio;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Query;
import darkroom.sample.SamplingRun;
import darkroom.sample.SamplingSettings;
import darkroom.sample.SeededNoise;
import darkroom.schedule.NoiseLevel;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** The journey's fourth step: a picture is drowned to the end, and from this one start each of two samplers walks back twice. */
public final class TwiceRun implements Engine.Work {

    static final int STEPS = 50;

    private static final double GUIDANCE = 1;

    /** How many fresh pictures say how far two of a kind are apart. */
    private static final int REAL = 20;

    private final Pictures.Choice picture;
    private final long seed;
    private final Source source;
    private final Map<String, SamplingRun> runs = new LinkedHashMap<>();
    private float @Nullable [] start;
    private boolean ended;

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

    /** The fresh noise of the two differs, their start does not. */
    private SamplingRun run(String sampler) {
        SamplingSettings settings =
                source.usual().withSampler(sampler).withSteps(STEPS).withGuidance(GUIDANCE);
        var sampling = settings.sampling(source.denoiser(), source.schedule(), source.condition());
        NoiseLevel level = sampling.grid().start();
        Tensor clean = Tensors.of(picture.pixels(), 1, 1, Pictures.SIZE, Pictures.SIZE);
        Tensor noise = SeededNoise.first(seed, 1, 1, Pictures.SIZE, Pictures.SIZE);
        Tensor drowned = Tensors.sum(level.alpha(), clean, level.sigma(), noise);
        start = Tensors.floats(drowned);
        return SamplingRun.from(sampling, Samples.noise(seed, 1, 2), Tensors.concatenated(0, drowned, drowned));
    }

    @Override
    public byte @Nullable [] next() {
        float[] drowned = start;
        if (drowned != null) {
            start = null;
            return Json.line(Json.object()
                    .put("type", "start")
                    .put("steps", STEPS)
                    .put("x0", Json.pixels(picture.pixels()))
                    .put("x", Json.pixels(drowned)));
        }
        if (runs.values().stream().allMatch(SamplingRun::done)) {
            return end();
        }
        ObjectNode json = Json.object().put("type", "step").put("steps", STEPS);
        runs.forEach((sampler, run) -> {
            run.advance();
            json.put("index", run.index());
            Samples.put(json, sampler, Samples.of(run.x()));
        });
        return Json.line(json);
    }

    private byte @Nullable [] end() {
        if (ended) {
            return null;
        }
        ended = true;
        ObjectNode json =
                Json.object().put("type", "end").put("real", Samples.spreadOfReal(picture.kind(), seed, REAL));
        runs.forEach((sampler, run) -> {
            List<float[]> two = Samples.of(run.x());
            ObjectNode found = json.putObject(sampler).put("apart", Frames.distance(two.get(0), two.get(1)));
            found.putArray("fromOriginal")
                    .add(Frames.distance(two.get(0), picture.pixels()))
                    .add(Frames.distance(two.get(1), picture.pixels()));
        });
        return Json.line(json);
    }

    @Override
    public void close() {
        runs.values().forEach(SamplingRun::close);
        source.close();
    }
}
