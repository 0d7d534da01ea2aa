package darkroom.lesson.play;

import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.lesson.engine.Engine;
import darkroom.lesson.measure.Samples;
import darkroom.lesson.studio.Pictures;
import darkroom.lesson.studio.RunRequest;
import darkroom.lesson.studio.Studio;
import darkroom.lesson.web.BadRequest;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Several settings that a learner lets run from the same noise.
 *
 * @param lanes the runs, alike in picture and seed
 */
public record RaceRequest(List<RunRequest> lanes) {

    /** At least and at most so many lanes. */
    static final int LEAST = 2;

    static final int MOST = 4;

    /** A batch of longer runs would keep others waiting. */
    private static final int MOST_STEPS = 200;

    private static final List<String> FIELDS = List.of("sampler", "steps", "eta", "guidance", "maker");
    private static final String USUAL = "ddim-20-0-2-learned*dpm_solver_pp_2m-20-0-2-learned";

    /**
     * What {@code lanes}, {@code pattern}, {@code picture} and {@code seed} ask for. A lane is written as sampler, steps,
     * eta, guidance and maker with hyphens between, such as {@code ddim-20-0-2-learned}; asterisks divide the lanes.
     */
    static RaceRequest of(Query query, Studio studio) {
        List<RunRequest> lanes = lanes(query);
        if (lanes.stream().anyMatch(lane -> lane.maker() == RunRequest.Maker.LEARNED)) {
            studio.learned();
        }
        return new RaceRequest(lanes);
    }

    /** The lanes, each within its limits. */
    static List<RunRequest> lanes(Query query) {
        String[] texts = query.text("lanes", USUAL).split("\\*", -1);
        if (texts.length < LEAST || texts.length > MOST) {
            throw new BadRequest("A race has " + LEAST + " to " + MOST + " lanes, not " + texts.length + ".");
        }
        List<RunRequest> lanes = new ArrayList<>();
        for (String text : texts) {
            String[] fields = text.split("-", -1);
            if (fields.length != FIELDS.size()) {
                throw new BadRequest("A lane is sampler, steps, eta, guidance and maker with hyphens between,"
                        + " such as ddim-20-0-2-learned.");
            }
            RunRequest lane = RunRequest.of(query.with(Map.of(
                    FIELDS.get(0),
                    fields[0],
                    FIELDS.get(1),
                    fields[1],
                    FIELDS.get(2),
                    fields[2],
                    FIELDS.get(3),
                    fields[3],
                    FIELDS.get(4),
                    fields[4],
                    "direction",
                    "reverse",
                    "until",
                    fields[1])));
            if (lane.picture().kind().equals(Pictures.DRAWN)) {
                throw new BadRequest("A kind of pattern can be raced for, a drawing cannot.");
            }
            if (lane.steps() > MOST_STEPS) {
                throw new BadRequest("A lane has at most " + MOST_STEPS + " steps, not " + lane.steps() + ".");
            }
            lanes.add(lane);
        }
        return List.copyOf(lanes);
    }

    /** What is known before the race: the noise of {@code seed} that all lanes start from. */
    static ObjectNode known(Query query, Engine engine) {
        long seed = query.seed("seed", 1);
        return Json.object().put("x", Json.pixels(engine.aside(() -> Samples.noise(seed, Pictures.PIXELS))));
    }

    public static Supplier<Engine.Work> race(Query query, Studio studio) {
        RaceRequest request = of(query, studio);
        return () -> new RaceRun(request, studio);
    }

    public static Supplier<Engine.Work> batch(Query query, Studio studio) {
        RaceRequest request = of(query, studio);
        return () -> new RaceBatch(request, studio);
    }
}
