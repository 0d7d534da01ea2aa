package darkroom.lesson.journey;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.exact.Normal;
import darkroom.lesson.engine.Engine;
import darkroom.lesson.measure.Samples;
import darkroom.lesson.studio.Frames;
import darkroom.lesson.studio.Pictures;
import darkroom.lesson.studio.Studio;
import darkroom.lesson.web.BadRequest;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Query;
import darkroom.objective.Objective;
import darkroom.schedule.NoiseLevel;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * The journey's second step: which counts for more in a noisy picture? One picture in two noises is held against two
 * pictures in one noise, pixel by pixel, at each t; beside it, how surely the two pictures can still be told apart.
 */
public final class PairsLab {

    private PairsLab() {}

    public static ObjectNode look(Query query, Engine engine) {
        Pictures.Choice one = Samples.kind(query);
        String kind = query.oneOf("other", one.kind().equals("cross") ? "ring" : "cross", Pictures.LABELS);
        if (kind.equals(one.kind())) {
            throw new BadRequest("The other picture is of another kind than the first.");
        }
        float[] other = Pictures.of(kind, one.seed());
        long seed = query.seed("noise", 1);
        return engine.aside(() -> measured(one.pixels(), other, seed));
    }

    private static ObjectNode measured(float[] one, float[] other, long seed) {
        ObjectNode json = Json.object();
        ArrayNode noises = json.putArray("sameNoise"), pictures = json.putArray("samePicture");
        ArrayNode told = json.putArray("told");
        double apart = Frames.distance(one, other);
        Scope.run(() -> {
            Tensor noise = Samples.noise(seed, 0, 2).next(2, 1, Pictures.SIZE, Pictures.SIZE);
            List<float[]> epsilons = Samples.of(noise);
            Tensor clean = Tensors.concatenated(0, row(one), row(one), row(other));
            Tensor drowning = Tensors.concatenated(0, row(epsilons.get(0)), row(epsilons.get(1)), row(epsilons.get(0)));
            int crossed = -1;
            for (int t = 0; t <= Studio.SCHEDULE.timesteps(); t++) {
                NoiseLevel level = Studio.SCHEDULE.level(t);
                Tensor mixed = Objective.noisy(clean, drowning, level);
                List<float[]> rows = Samples.of(mixed);
                mixed.close();
                double samePicture = Frames.distance(rows.get(0), rows.get(1));
                double sameNoise = Frames.distance(rows.get(0), rows.get(2));
                pictures.add(samePicture);
                noises.add(sameNoise);
                told.add(told(level, apart));
                crossed = crossed < 0 && samePicture > sameNoise ? t : crossed;
            }
            json.put("crossed", crossed);
            Samples.put(json, "pictures", List.of(one, other));
            Samples.put(json, "noises", epsilons);
        });
        return json;
    }

    /**
     * How often the best judge, who knows both pictures, says rightly which of them lies under a noise. The likelihoods of
     * the two differ by what all pixels say together: their distance is that of a pixel times the root of their number.
     */
    private static double told(NoiseLevel level, double apart) {
        return Normal.below(level.alpha() * apart * Math.sqrt(Pictures.PIXELS) / (2 * level.sigma()));
    }

    private static Tensor row(float[] pixels) {
        return Tensors.of(pixels, 1, 1, Pictures.SIZE, Pictures.SIZE);
    }
}
