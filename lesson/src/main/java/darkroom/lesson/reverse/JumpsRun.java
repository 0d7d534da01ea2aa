package darkroom.lesson.reverse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.data.Batch;
import darkroom.data.Examples;
import darkroom.lesson.engine.Engine;
import darkroom.lesson.studio.Pictures;
import darkroom.lesson.studio.RunRequest;
import darkroom.lesson.studio.Source;
import darkroom.lesson.studio.Studio;
import darkroom.lesson.web.Json;
import darkroom.sample.SamplingRun;
import darkroom.sample.SamplingSettings;
import darkroom.sample.SeededNoise;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * From one noise to a clean picture by DDIM without fresh noise, once in a single step and again in more; then what the
 * single step gave is held against what it might have been.
 */
public final class JumpsRun implements Engine.Work {

    /** In how many steps. */
    static final List<Integer> STEPS = List.of(1, 2, 5, 20, 80);

    /** With the scale 1 the answer is the denoiser's own: more would push it beyond what it takes the mean to be. */
    private static final double GUIDANCE = 1;

    private final Source source;
    private final Supplier<Batch> compared;
    private final int label;
    private final List<SamplingRun> runs = new ArrayList<>();
    private final float[] noise;
    private int at;
    private boolean ended;

    public JumpsRun(RunRequest.Maker maker, Pictures.Choice picture, long seed, Studio studio) {
        label = picture.label();
        source = Source.of(maker, picture, studio);
        Supplier<Batch> known = source.known();
        compared = known == null ? () -> studio.trouble().isEmpty() ? studio.seen() : Pictures.set() : known;
        for (int steps : STEPS) {
            SamplingSettings settings =
                    source.usual().withSampler("ddim").withSteps(steps).withGuidance(GUIDANCE);
            runs.add(Scope.call(
                    () -> settings.sampling(source.denoiser(), source.schedule(), source.condition())
                            .start(SeededNoise.of(seed), 1, 1, Pictures.SIZE, Pictures.SIZE),
                    kept -> Stream.empty()));
        }
        noise = floats(runs.get(0).x());
    }

    @Override
    public byte @Nullable [] next() {
        if (at == runs.size()) {
            return end();
        }
        SamplingRun run = runs.get(at);
        run.advance();
        if (!run.done()) {
            return Json.line(
                    Json.object().put("type", "step").put("index", run.index()).put("steps", STEPS.get(at)));
        }
        return Json.line(Json.object()
                .put("type", "picture")
                .put("steps", STEPS.get(at++))
                .put("evaluations", run.evaluations())
                .put("x", Json.pixels(floats(run.x()))));
    }

    private byte @Nullable [] end() {
        if (ended) {
            return null;
        }
        ended = true;
        float[] single = floats(runs.get(0).x()), last = floats(runs.get(at - 1).x());
        Batch pictures = compared.get();
        int[] places = Examples.places(pictures, label);
        float[] mean = Examples.mean(pictures, places);
        Examples.Nearest nearest = Examples.nearest(pictures, places, single);
        ObjectNode json = Json.object().put("type", "end").put("of", places.length);
        add(json, "mean", mean, Examples.distance(single, mean));
        add(json, "nearest", Examples.at(pictures, nearest.place()), nearest.distance());
        add(json, "finished", last, Examples.distance(single, last));
        add(json, "noise", noise, Examples.distance(single, noise));
        return Json.line(json);
    }

    private static void add(ObjectNode json, String name, float[] picture, double distance) {
        json.putObject(name).put("distance", distance).put("x", Json.pixels(picture));
    }

    private static float[] floats(Tensor tensor) {
        return Scope.call(() -> Tensors.floats(tensor), kept -> Stream.empty());
    }

    @Override
    public void close() {
        runs.forEach(SamplingRun::close);
        source.close();
    }
}
