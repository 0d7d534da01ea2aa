package darkroom.lesson.schedules;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.lesson.studio.Levels;
import darkroom.lesson.web.BadRequest;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Query;
import darkroom.schedule.DiscreteSchedule;
import darkroom.schedule.DrawnSchedule;
import darkroom.schedule.NoiseLevel;
import darkroom.schedule.Schedules;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the schedule lab shows: schedules cut into any number of steps, where each ends, and where its steps lie. */
public final class ScheduleLab {

    /** DDPM's linear betas as they were written down for 1000 steps, whatever T is. */
    static final String RAW = "raw";

    /** The schedules of the lab. */
    static final List<String> NAMES =
            Stream.concat(Schedules.names().stream(), Stream.of(RAW)).toList();

    private static final int LEAST = 2;
    private static final int MOST = 1000;
    private static final double FIRST_BETA = 1e-4;
    private static final double LAST_BETA = 0.02;
    private static final double NEARLY_NOISE = -20;
    private static final int MOST_POINTS = 20;
    private static final int LOWEST = -60;
    private static final int HIGHEST = 45;
    private static final double ROUNDING = 1e-9;

    private ScheduleLab() {}

    /** The schedule of a name, cut into T steps. */
    static DiscreteSchedule schedule(String name, int timesteps) {
        return name.equals(RAW)
                ? Schedules.linear(timesteps, FIRST_BETA, LAST_BETA)
                : Schedules.discrete(name, timesteps);
    }

    /** One schedule, with all its levels. */
    public static ObjectNode one(Query query) {
        String name = query.oneOf("name", NAMES.get(0), NAMES);
        DiscreteSchedule schedule = schedule(name, timesteps(query));
        ObjectNode json = Levels.table(schedule);
        describe(named(json, name), schedule);
        return json;
    }

    private static ObjectNode named(ObjectNode json, String name) {
        boolean raw = name.equals(RAW);
        return json.put("schedule", name)
                .put("title", raw ? "raw betas" : Schedules.ALL.title(name))
                .put("about", raw ? "DDPM's betas for T = 1000, whatever T is." : Schedules.ALL.about(name));
    }

    /** A schedule that a learner drew, cut into as many steps as the groups are sampled in. */
    public static ObjectNode drawn(Query query) {
        DiscreteSchedule schedule = curve(query);
        ObjectNode json = Levels.table(schedule);
        describe(json, schedule);
        return json;
    }

    /** What {@code curve} draws: signal-to-noise ratios in whole decibels, falling, with underscores between. */
    static DiscreteSchedule curve(Query query) {
        String[] texts = query.text("curve", "40_-45").split("_", -1);
        if (texts.length < 2 || texts.length > MOST_POINTS) {
            throw new BadRequest("A drawn schedule has 2 to " + MOST_POINTS + " points, not " + texts.length + ".");
        }
        double[] decibels = new double[texts.length];
        for (int i = 0; i < texts.length; i++) {
            Query point = query.with(Map.of("point", texts[i]));
            decibels[i] = point.whole("point", LOWEST - 1, LOWEST, HIGHEST);
            if (i > 0 && decibels[i] >= decibels[i - 1]) {
                throw new BadRequest("A drawn schedule falls from point to point; point " + (i + 1) + " does not.");
            }
        }
        return DrawnSchedule.of(GroupsRun.STEPS, decibels);
    }

    /** All schedules, without their levels. */
    public static ObjectNode all(Query query) {
        int timesteps = timesteps(query);
        ObjectNode json = Json.object().put("timesteps", timesteps);
        ArrayNode list = json.putArray("schedules");
        for (String name : NAMES) {
            describe(named(list.addObject(), name), schedule(name, timesteps));
        }
        return json;
    }

    private static int timesteps(Query query) {
        return (int) query.whole("timesteps", MOST, LEAST, MOST);
    }

    private static void describe(ObjectNode json, DiscreteSchedule schedule) {
        int last = schedule.timesteps();
        NoiseLevel end = schedule.level(last);
        ObjectNode summary = json.putObject("summary").put("alphaBar", end.alphaBar());
        summary.put("amplitude", end.normalised().alpha());
        Json.finite(summary, "snr", end.snrDecibels());
        summary.put("above", Levels.share(schedule, decibels -> decibels > 0));
        summary.put("below", Levels.share(schedule, decibels -> decibels < NEARLY_NOISE));
        summary.put("largestBeta", Schedules.LARGEST_BETA);
        summary.put(
                "held",
                IntStream.rangeClosed(1, last)
                        .filter(k -> Math.abs(schedule.beta(k) - Schedules.LARGEST_BETA) < ROUNDING)
                        .count());
    }
}
