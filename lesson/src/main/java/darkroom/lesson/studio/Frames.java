package darkroom.lesson.studio;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.data.Examples;
import darkroom.lesson.web.Json;
import darkroom.schedule.NoiseLevel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The records of a run's steps. */
public final class Frames {

    /** Pictures that differ by less than one grey value of 255 are the same; black and white lie 2 apart. */
    public static final double SAME = 2 / 255.0;

    private Frames() {}

    /** A run's first record: the levels that it will visit. */
    public static ObjectNode start(List<NoiseLevel> levels) {
        ObjectNode json = Json.object().put("type", "start").put("steps", levels.size() - 1);
        ArrayNode times = json.putArray("t"), decibels = json.putArray("snr");
        for (NoiseLevel level : levels) {
            times.add(Levels.time(Studio.SCHEDULE, level));
            Json.finite(decibels, level.snrDecibels());
        }
        return json;
    }

    /**
     * A step's record.
     *
     * @param index how many steps were made
     * @param level of the sample
     * @param x the sample
     * @param x0 what the denoiser said of it before the step; null where nobody was asked
     * @param target what the distance is measured to, if anything
     */
    public static ObjectNode step(
            int index,
            int steps,
            NoiseLevel level,
            long evaluations,
            float[] x,
            float @Nullable [] x0,
            float @Nullable [] target) {
        ObjectNode json = Json.object()
                .put("type", "step")
                .put("index", index)
                .put("steps", steps)
                .put("t", Levels.time(Studio.SCHEDULE, level))
                .put("signalWeight", level.alpha())
                .put("noiseWeight", level.sigma())
                .put("alphaBar", level.alphaBar())
                .put("evaluations", evaluations);
        Json.finite(json, "snr", level.snrDecibels());
        double mean = mean(x);
        json.put("mean", mean).put("deviation", deviation(x, mean));
        if (target != null) {
            json.put("distance", distance(x, target));
        }
        json.put("x", Json.pixels(x));
        if (x0 != null) {
            json.put("x0", Json.pixels(x0));
        }
        return json;
    }

    public static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    public static double deviation(float[] values, double mean) {
        double sum = 0;
        for (float value : values) {
            sum += (value - mean) * (value - mean);
        }
        return Math.sqrt(sum / values.length);
    }

    /** The root of the mean squared difference of two pictures. */
    public static double distance(float[] one, float[] other) {
        return Examples.distance(one, other);
    }
}
