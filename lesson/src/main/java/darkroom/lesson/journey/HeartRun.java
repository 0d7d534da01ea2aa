package darkroom.lesson.journey;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.data.Batch;
import darkroom.data.Examples;
import darkroom.data.NearestTwo;
import darkroom.data.Patterns;
import darkroom.data.Seeds;
import darkroom.guide.Condition;
import darkroom.lesson.engine.Engine;
import darkroom.lesson.engine.SampledWork;
import darkroom.lesson.measure.Samples;
import darkroom.lesson.measure.Spread;
import darkroom.lesson.studio.ByHeart;
import darkroom.lesson.studio.Studio;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Query;
import darkroom.model.Model;
import darkroom.network.Parameters;
import darkroom.network.Parameters.Parameter;
import darkroom.sample.SamplingRun;
import darkroom.sample.SeededNoise;
import darkroom.torch.Scope;
import darkroom.train.Recipe;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Networks that are alike but for how many drawings they learned from draw from the same noises, and each sample is held against all
 * drawings that its network saw. As many fresh drawings, which no network saw, are held against them, too.
 */
final class HeartRun extends SampledWork {

    static final int STEPS = 25;

    /** How many samples of each network, and how many fresh drawings, are judged. */
    static final int COUNT = 128;

    /** How many samples are shown of each network. */
    static final int SHOWN = 8;

    /** How many at once, so that others get their turns. */
    private static final int BATCH = 32;

    /** Fresh drawings have a seed of their own, away from the noises'. */
    private static final long FRESH = 9;

    /** The longest that a search keeps the engine in a turn, in nanoseconds. */
    private static final long TURN = 60_000_000;

    private final long seed;
    private final List<ByHeart> networks;
    private final List<float[]> fresh;
    private final List<float[]> samples = new ArrayList<>();
    private final List<NearestTwo> held = new ArrayList<>();
    private final List<Judged> judged = new ArrayList<>();
    private @Nullable SamplingRun run;
    private int searched;

    /**
     * What came of a network.
     *
     * @param pictures its samples
     * @param samples of each whether it is a copy, 1 or 0
     * @param fresh the same of each fresh drawing
     */
    private record Judged(List<float[]> pictures, double[] samples, double[] fresh) {

        /** Whether samples are copies more often than fresh drawings are, by more than chance can make. */
        boolean copied() {
            double within = Spread.SURE * Math.hypot(Spread.standardError(samples), Spread.standardError(fresh));
            return Spread.mean(samples) - Spread.mean(fresh) > within;
        }
    }

    private HeartRun(long seed, Studio studio) {
        this.seed = seed;
        networks = studio.byHeart();
        Batch drawn = new Patterns(ByHeart.SIZE).batch(Seeds.at(seed, FRESH), 0, COUNT);
        fresh = IntStream.range(0, COUNT).mapToObj(i -> Examples.at(drawn, i)).toList();
    }

    /** By {@code seed}, of the noises and the fresh drawings. */
    static Supplier<Engine.Work> asked(Query query, Studio studio) {
        long seed = query.seed("seed", 1);
        return () -> new HeartRun(seed, studio);
    }

    /** What is known before a guess: what the networks learned from, and the noises. */
    static ObjectNode known(Query query, Engine engine, Studio studio) {
        long seed = query.seed("seed", 1);
        return engine.aside(() -> new HeartRun(seed, studio).start());
    }

    @Override
    protected ObjectNode start() {
        Recipe recipe = networks.get(0).learned().recipe();
        ObjectNode json = Json.object()
                .put("type", "start")
                .put("samples", COUNT)
                .put("updates", recipe.training().steps())
                .put(
                        "parameters",
                        Parameters.of(recipe.network().network()).stream()
                                .mapToLong(Parameter::size)
                                .sum());
        Samples.put(json, "noise", noises());
        ArrayNode all = json.putArray("networks");
        for (ByHeart network : networks) {
            ByHeart.Learned learned = network.learned();
            Batch first = learned.drawings(0, SHOWN);
            ObjectNode one = all.addObject().put("seen", learned.seen());
            learned.count().ifPresent(count -> one.put("count", count));
            Samples.put(
                    one,
                    "drawings",
                    IntStream.range(0, SHOWN)
                            .mapToObj(i -> Examples.at(first, i))
                            .toList());
        }
        return json;
    }

    private List<float[]> noises() {
        return Scope.call(
                () -> {
                    try (SeededNoise noise = Samples.noise(seed, 0, SHOWN)) {
                        return Samples.of(noise.next(SHOWN, 1, ByHeart.SIZE, ByHeart.SIZE));
                    }
                },
                kept -> Stream.empty());
    }

    @Override
    protected boolean more() {
        return judged.size() < networks.size();
    }

    private ByHeart network() {
        return networks.get(judged.size());
    }

    @Override
    protected @Nullable SamplingRun advancing() {
        if (samples.size() == COUNT) {
            return null;
        }
        SamplingRun now = run == null ? begin() : run;
        run = now;
        return now;
    }

    private SamplingRun begin() {
        Model model = network().model();
        return Scope.call(
                () -> model.sampling(model.settings().withSampler("ddim").withSteps(STEPS), Condition.NONE)
                        .start(Samples.noise(seed, samples.size(), BATCH), BATCH, 1, ByHeart.SIZE, ByHeart.SIZE),
                kept -> Stream.empty());
    }

    @Override
    protected ObjectNode advanced(long nanoseconds) {
        SamplingRun now = run;
        if (now != null && now.done()) {
            samples.addAll(Samples.of(now.x()));
            now.close();
            run = null;
            if (samples.size() == COUNT) {
                Stream.concat(samples.stream(), fresh.stream())
                        .map(NearestTwo::new)
                        .forEach(held::add);
            }
        }
        return Json.object().put("type", "step").put("network", judged.size()).put("made", samples.size());
    }

    /** Holds the samples against some more of the drawings that the network saw; says at the end what came of it. */
    @Override
    protected ObjectNode otherwise() {
        ByHeart.Learned learned = network().learned();
        long until = System.nanoTime() + TURN;
        int batch = learned.batch(), seen = learned.seen();
        do {
            Batch drawings = learned.drawings(searched / batch, batch);
            for (int place = 0; place < batch && searched < seen; place++, searched++) {
                for (NearestTwo one : held) {
                    one.against(drawings, place);
                }
            }
        } while (searched < seen && System.nanoTime() < until);
        return searched < seen
                ? Json.object()
                        .put("type", "search")
                        .put("network", judged.size())
                        .put("searched", searched)
                        .put("seen", seen)
                : judge();
    }

    private ObjectNode judge() {
        List<NearestTwo> own = held.subList(0, COUNT), real = held.subList(COUNT, 2 * COUNT);
        ObjectNode json = Json.object().put("type", "network").put("network", judged.size());
        ArrayNode told = json.putArray("told");
        for (int i = 0; i < COUNT; i++) {
            NearestTwo one = own.get(i);
            ObjectNode sample = told.addObject()
                    .put("copy", one.copy())
                    .put("toNearest", one.toNearest())
                    .put("toSecond", one.toSecond());
            if (i < SHOWN) {
                sample.put("x", Json.pixels(one.sample()))
                        .put("nearest", Json.pixels(one.nearest()))
                        .put("second", Json.pixels(one.second()));
            }
        }
        Judged now = new Judged(List.copyOf(samples), copies(own), copies(real));
        put(json, now);
        judged.add(now);
        samples.clear();
        held.clear();
        searched = 0;
        return json;
    }

    private static double[] copies(List<NearestTwo> of) {
        return of.stream().mapToDouble(one -> one.copy() ? 1 : 0).toArray();
    }

    private static void put(ObjectNode json, Judged of) {
        json.put("share", Spread.mean(of.samples()))
                .put("fresh", Spread.mean(of.fresh()))
                .put("copied", of.copied());
    }

    /**
     * The shares of copies, and the last network with more of them than there are among fresh drawings, -1 for none; and how far apart the
     * last two networks' pictures are from the same noise, and from different ones.
     */
    @Override
    protected ObjectNode end() {
        int last = IntStream.range(0, judged.size())
                .filter(i -> judged.get(i).copied())
                .max()
                .orElse(-1);
        ObjectNode json = Json.object().put("type", "end").put("samples", COUNT).put("last", last);
        ArrayNode shares = json.putArray("networks");
        for (int i = 0; i < judged.size(); i++) {
            ObjectNode one = shares.addObject();
            networks.get(i).learned().count().ifPresent(count -> one.put("count", count));
            put(one, judged.get(i));
        }
        List<float[]> many = judged.get(judged.size() - 2).pictures(),
                endless = judged.get(judged.size() - 1).pictures();
        return json.put("together", Spread.mean(apart(many, endless))).put("apart", Examples.spread(endless));
    }

    /** How far apart the pictures of two networks from one noise each are. */
    private static double[] apart(List<float[]> one, List<float[]> other) {
        return IntStream.range(0, COUNT)
                .mapToDouble(i -> Examples.distance(one.get(i), other.get(i)))
                .toArray();
    }

    @Override
    public void close() {
        if (run != null) {
            run.close();
        }
    }
}
