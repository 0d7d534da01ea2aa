package darkroom.lesson.forward;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.lesson.engine.Engine;
import darkroom.lesson.measure.Histogram;
import darkroom.lesson.measure.Samples;
import darkroom.lesson.studio.Clouds;
import darkroom.lesson.studio.ForwardRun;
import darkroom.lesson.studio.Frames;
import darkroom.lesson.studio.Garments;
import darkroom.lesson.studio.Pictures;
import darkroom.lesson.studio.Studio;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Query;
import darkroom.objective.Objective;
import darkroom.objective.PredictionType;
import darkroom.sample.Clipping;
import darkroom.sample.Estimate;
import darkroom.sample.SeededNoise;
import darkroom.schedule.NoiseLevel;
import darkroom.schedule.Transition;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import org.bytedeco.pytorch.Tensor;

/** What the forward lab shows: pictures and points with their noise, and the way there on foot. */
public final class ForwardLab {

    private static final int POINTS = 500;
    private static final int NORMAL_DRAWS = 200_000;

    private ForwardLab() {}

    /** A chosen picture and the noise of a seed. */
    public static ObjectNode picture(Query query, Engine engine, Garments garments) {
        Pictures.Choice picture = Pictures.chosen(query, garments);
        return Json.object()
                .put("pattern", picture.kind())
                .put("picture", picture.seed())
                .put("x0", Json.pixels(picture.pixels()))
                .put("epsilon", Json.pixels(noise(query.seed("noise", 1), Pictures.PIXELS, engine)));
    }

    /** 500 points of a set in the plane, x and y in turn, and the noise of a seed. */
    public static ObjectNode points(Query query, Engine engine) {
        String cloud = query.oneOf("cloud", Clouds.FIRST, Clouds.NAMES);
        return Json.object()
                .put("cloud", cloud)
                .put("x0", Json.pixels(Clouds.named(cloud).batch(1, 0, POINTS).values()))
                .put("epsilon", Json.pixels(noise(query.seed("noise", 1), 2 * POINTS, engine)));
    }

    private static float[] noise(long seed, int count, Engine engine) {
        return engine.aside(() -> Samples.noise(seed, count));
    }

    /** A picture after t steps on foot, after one jump with the noise that the walk added up to, and after a jump with other noise. */
    public static ObjectNode walk(Query query, Engine engine) {
        Pictures.Choice picture = Pictures.chosen(query);
        int t = (int) query.whole("t", 400, 1, Studio.SCHEDULE.timesteps());
        long seed = query.seed("noise", 1);
        return engine.aside(() -> walk(picture.pixels(), t, seed));
    }

    private static ObjectNode walk(float[] pixels, int t, long seed) {
        NoiseLevel level = Studio.SCHEDULE.level(t);
        ObjectNode json =
                Json.object().put("t", t).put("signalWeight", level.alpha()).put("noiseWeight", level.sigma());
        Scope.run(() -> {
            try (SeededNoise stream = SeededNoise.of(seed)) {
                walk(json, pixels, t, stream);
            }
        });
        return json;
    }

    private static void walk(ObjectNode json, float[] pixels, int t, SeededNoise stream) {
        NoiseLevel level = Studio.SCHEDULE.level(t);
        Tensor x0 = Tensors.of(pixels, pixels.length);
        Tensor fresh = stream.next(pixels.length);
        long start = System.nanoTime();
        Tensor jumped = Objective.noisy(x0, fresh, level);
        long landed = System.nanoTime();
        Tensor walked = x0.clone();
        for (int k = 1; k <= t; k++) {
            Tensor before = walked;
            walked = ForwardRun.walked(
                    before, Transition.between(Studio.SCHEDULE.level(k - 1), Studio.SCHEDULE.level(k)), stream);
            before.close();
        }
        long arrived = System.nanoTime();
        Tensor summed =
                Estimate.of(walked, level, x0, PredictionType.X0, Clipping.NONE).epsilon();
        float[] walkedPixels = Tensors.floats(walked), jumpedPixels = Tensors.floats(jumped);
        float[] samePixels = Tensors.floats(Objective.noisy(x0, summed, level));
        walked.close();
        json.putObject("walk")
                .put("operations", t)
                .put("seconds", (arrived - landed) / 1e9)
                .put("x", Json.pixels(walkedPixels));
        json.putObject("same")
                .put("operations", 1)
                .put("x", Json.pixels(samePixels))
                .put("distance", Frames.distance(samePixels, walkedPixels));
        json.putObject("fresh")
                .put("operations", 1)
                .put("seconds", (landed - start) / 1e9)
                .put("x", Json.pixels(jumpedPixels))
                .put("distance", Frames.distance(jumpedPixels, walkedPixels));
        ObjectNode histogram = json.putObject("histogram");
        ArrayNode middles = histogram.putArray("middles");
        for (int bin = 0; bin < Histogram.BINS; bin++) {
            middles.add(Histogram.middle(bin));
        }
        histogram.set("walk", Histogram.shares(walkedPixels));
        histogram.set("fresh", Histogram.shares(jumpedPixels));
        histogram.set("normal", Histogram.shares(Tensors.floats(stream.next(NORMAL_DRAWS))));
    }
}
