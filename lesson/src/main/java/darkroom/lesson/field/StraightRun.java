package darkroom.lesson.field;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.data.Seeds;
import darkroom.lesson.engine.Engine;
import darkroom.lesson.engine.SampledWork;
import darkroom.lesson.studio.Clouds;
import darkroom.lesson.studio.Levels;
import darkroom.lesson.studio.SmallNetwork;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Query;
import darkroom.sample.Ddim;
import darkroom.sample.Sampling;
import darkroom.sample.SamplingRun;
import darkroom.sample.SeededNoise;
import darkroom.schedule.DiscreteSchedule;
import darkroom.schedule.Schedules;
import darkroom.schedule.Spacing;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A flow from noise to points, and reflow (Liu et al. 2022): a network learns the velocity of straight lines between noise
 * and points that know nothing of each other; a second one learns it of the pairs that the first makes. From the same
 * starts both sample in fewer and more steps of Euler's, which DDIM is on a straight schedule.
 */
final class StraightRun extends SampledWork {

    /** In how many steps the networks sample. */
    static final List<Integer> STEPS = List.of(1, 2, 5, 20);

    /** The networks, in the order in which they learn. */
    static final List<String> NAMES = List.of("first", "second");

    /** How many updates each has. */
    static final int UPDATES = 600;

    private static final DiscreteSchedule SCHEDULE = Schedules.discrete("straight", 1000);
    private static final int CROWD = 1000;
    private static final int PAIRS = 1000;
    private static final int PAIRING_STEPS = 40;

    private final Plane plane = Plane.named(Clouds.FIRST);
    private final long seed;
    private final float[] starts;
    private final List<SmallNetwork> networks = new ArrayList<>();
    private final List<Way> ways = new ArrayList<>();
    private final List<Way> walked = new ArrayList<>();
    private int update;

    private StraightRun(long seed) {
        this.seed = seed;
        starts = CrowdRun.starts(Seeds.at(seed, 1), CROWD);
        networks.add(SmallNetwork.ofFlow(plane.data(), seed));
    }

    /** What is known before anything is learned, by {@code seed}: data, levels, and pairs to learn from. */
    static ObjectNode known(Query query, Engine engine) {
        Plane plane = Plane.named(Clouds.FIRST);
        long seed = query.seed("seed", 1);
        ObjectNode json = FieldRoom.told(plane);
        json.set("levels", Levels.table(SCHEDULE));
        json.set("pairs", engine.aside(() -> lines(NAMES.get(0), starts(seed), plane.draw(seed, WaysRun.SHOWN))));
        return json;
    }

    /** What a request asks for by {@code seed}. */
    static Supplier<Engine.Work> asked(Query query) {
        long seed = query.seed("seed", 1);
        return () -> new StraightRun(seed);
    }

    /** The noise of the pairs that are learned from. */
    private static float[] starts(long seed) {
        return CrowdRun.starts(seed, PAIRS);
    }

    private static ObjectNode lines(String network, float[] from, float[] to) {
        return Way.lines(network + "-pairs", SCHEDULE, from, to, WaysRun.SHOWN);
    }

    private String name() {
        return NAMES.get(networks.size() - 1);
    }

    @Override
    protected ObjectNode start() {
        return Json.object()
                .put("type", "start")
                .put("updates", UPDATES)
                .put("parameters", networks.get(0).parameters());
    }

    @Override
    protected boolean more() {
        return walked.size() < 2 * STEPS.size() + 1;
    }

    @Override
    protected @Nullable SamplingRun advancing() {
        return ways.isEmpty() ? null : ways.get(0).run();
    }

    /** Learns for a turn. */
    @Override
    protected ObjectNode otherwise() {
        SmallNetwork network = networks.get(networks.size() - 1);
        update += network.learn(UPDATES - update);
        if (update == UPDATES) {
            STEPS.forEach(steps -> ways.add(way(name() + "-" + steps, network, steps, starts)));
            if (networks.size() == 1) {
                ways.add(way("pairing", network, PAIRING_STEPS, starts(seed)));
            }
        }
        return Json.object().put("type", "updates").put("network", name()).put("update", update);
    }

    private static Way way(String name, SmallNetwork network, int steps, float[] from) {
        Sampling sampling =
                new Sampling(network.average().denoiser(), new Ddim(0), new Spacing.Trailing().grid(SCHEDULE, steps));
        return new Way(name, SCHEDULE, sampling, SeededNoise.of(0), from);
    }

    @Override
    protected @Nullable ObjectNode advanced(long nanoseconds) {
        Way way = ways.get(0);
        way.stepped();
        if (!way.run().done()) {
            return null;
        }
        walked.add(ways.remove(0));
        if (!way.name().equals("pairing")) {
            return way.told(WaysRun.SHOWN);
        }
        networks.add(SmallNetwork.ofReflow(plane.data(), starts(seed), way.ends(), seed));
        update = 0;
        return lines(name(), starts(seed), way.ends());
    }

    @Override
    protected ObjectNode end() {
        ObjectNode json = Json.object().put("type", "end").put("walkers", CROWD).put("chance", plane.chance(CROWD));
        NAMES.forEach(json::putArray);
        for (Way way : walked) {
            String network = way.name().split("-")[0];
            if (NAMES.contains(network)) {
                ((ArrayNode) json.path(network))
                        .addObject()
                        .put("steps", way.run().grid().size())
                        .put("away", plane.away(way.ends()))
                        .put("detour", way.detour());
            }
        }
        return json;
    }

    @Override
    public void close() {
        ways.forEach(Way::close);
        walked.forEach(Way::close);
        networks.forEach(SmallNetwork::close);
    }
}
