package darkroom.lesson.studio;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.lesson.web.Json;
import darkroom.schedule.DiscreteSchedule;
import darkroom.schedule.NoiseLevel;
import java.util.function.DoublePredicate;
import java.util.stream.IntStream;

/** A schedule's levels as the page needs them: all that it shows of a level is worked out by the library. */
public final class Levels {

    private Levels() {}

    /** One entry for each t from 0 to T; signal-to-noise ratios are null where there is no noise. */
    public static ObjectNode table(DiscreteSchedule schedule) {
        ObjectNode json = Json.object().put("schedule", schedule.name()).put("timesteps", schedule.timesteps());
        ArrayNode signal = json.putArray("signalWeight"), noise = json.putArray("noiseWeight");
        ArrayNode signalPower = json.putArray("alphaBar"), noisePower = json.putArray("noisePower");
        ArrayNode decibels = json.putArray("snr"), beta = json.putArray("beta");
        for (int t = 0; t <= schedule.timesteps(); t++) {
            NoiseLevel level = schedule.level(t);
            signal.add(level.alpha());
            noise.add(level.sigma());
            signalPower.add(level.alphaBar());
            noisePower.add(level.sigma() * level.sigma());
            Json.finite(decibels, level.snrDecibels());
            beta.add(t == 0 ? 0 : schedule.beta(t));
        }
        return json;
    }

    /** Which t of a schedule a level is, in fractions; 0 where there is no noise. */
    public static double time(DiscreteSchedule schedule, NoiseLevel level) {
        return level.sigma() == 0 ? 0 : schedule.timestep(level) + 1;
    }

    /** The share of a schedule's steps whose ratio of signal to noise, in decibels, counts. */
    public static double share(DiscreteSchedule schedule, DoublePredicate counts) {
        int last = schedule.timesteps();
        return IntStream.rangeClosed(1, last)
                        .mapToDouble(k -> schedule.level(k).snrDecibels())
                        .filter(counts)
                        .count()
                / (double) last;
    }
}
