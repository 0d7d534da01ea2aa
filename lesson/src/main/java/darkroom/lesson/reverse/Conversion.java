package darkroom.lesson.reverse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.lesson.engine.Engine;
import darkroom.lesson.studio.Pictures;
import darkroom.lesson.studio.Studio;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Query;
import darkroom.objective.Objective;
import darkroom.objective.PredictionType;
import darkroom.objective.PredictionType.Mix;
import darkroom.sample.Clipping;
import darkroom.sample.Denoiser;
import darkroom.sample.Estimate;
import darkroom.sample.SeededNoise;
import darkroom.schedule.NoiseLevel;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/** One evaluation of the learned model in numbers: one output determines the other two, but for the ends. */
public final class Conversion {

    private Conversion() {}

    /** What a request asks for by {@code t}, {@code pattern}, {@code picture} and {@code noise}: a pixel in the middle. */
    public static ObjectNode look(Query query, Engine engine, Studio studio) {
        Pictures.Choice picture = Pictures.chosen(query);
        int t = (int) query.whole("t", 500, 1, Studio.SCHEDULE.timesteps());
        long seed = query.seed("noise", 1);
        studio.learned();
        return engine.call(
                query.reader(),
                () -> of(picture, Studio.SCHEDULE.level(t), seed, studio).put("t", t));
    }

    private static ObjectNode of(Pictures.Choice picture, NoiseLevel level, long seed, Studio studio) {
        Denoiser denoiser = studio.learned().denoiser();
        int at = Pictures.PIXELS / 2 + Pictures.SIZE / 2;
        return Scope.call(
                () -> {
                    try (SeededNoise noise = SeededNoise.of(seed)) {
                        long[] shape = {1, 1, Pictures.SIZE, Pictures.SIZE};
                        Tensor clean = Tensors.of(picture.pixels(), shape), drowned = noise.next(shape);
                        Tensor x = Objective.noisy(clean, drowned, level);
                        Tensor output = denoiser.output(x, level, Studio.asked(picture.label()));
                        Estimate said = Estimate.of(x, level, output, denoiser.prediction(), Clipping.NONE);
                        Mix v = PredictionType.V.mix(level);
                        ObjectNode json = Json.object()
                                .put("signalWeight", level.alpha())
                                .put("noiseWeight", level.sigma())
                                .put("x", Tensors.floats(x)[at])
                                .put(
                                        "v",
                                        Tensors.floats(Tensors.sum(v.ofX0(), said.x0(), v.ofNoise(), said.epsilon()))[
                                                at])
                                .put("x0", Tensors.floats(said.x0())[at])
                                .put("epsilon", Tensors.floats(said.epsilon())[at])
                                .put("trueX0", picture.pixels()[at])
                                .put("trueEpsilon", Tensors.floats(drowned)[at]);
                        Json.finite(json, "snr", level.snrDecibels());
                        return json;
                    }
                },
                kept -> Stream.empty());
    }
}
