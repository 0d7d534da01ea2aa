package darkroom.lesson;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.data.Examples;
import darkroom.guide.Condition;
import darkroom.model.MistakenTime;
import darkroom.model.Model;
import darkroom.network.Outline;
import darkroom.network.WatchedOperations;
import darkroom.network.Watcher;
import darkroom.sample.Denoiser;
import darkroom.sample.Estimate;
import darkroom.sample.Sampling;
import darkroom.sample.SamplingRun;
import darkroom.sample.SeededNoise;
import darkroom.schedule.NoiseLevel;
import darkroom.schedule.Step;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The network with a skip cut, each in turn, and told a wrong t, by several amounts: how far the predicted clean pictures
 * of one batch are off at several levels, and what two of these do to a whole run from the same noise.
 */
final class DamageRun implements Engine.Work {

    /** By how many of a thousand timesteps it is told wrong. */
    static final List<Integer> WRONG = List.of(-300, -100, -30, 30, 100, 300);

    /** At which tenths of the schedule errors are measured. */
    private static final List<Integer> TENTHS = List.of(1, 3, 5, 7, 9);

    private static final int OF_EACH = 2;
    private static final int STEPS = 25;

    /** Two raised errors that differ by less than this share of the larger count as the same. */
    private static final double ALIKE = 0.1;

    /** What was done to the network, and what is off by it. */
    private record Variant(String id, @Nullable String cut, int by, List<float[]> said) {}

    private final Model model;
    private final Outline outline;
    private final String skip;
    private final String time;
    private final long seed;
    private final List<Variant> variants = new ArrayList<>();
    private final List<Integer> levels;
    private final List<Integer> kinds = new ArrayList<>();
    private final float[] clean;
    private final int[] labels;
    private final Map<String, Double> errors = new HashMap<>();
    private final List<String> sampled;
    private @Nullable WatchedOperations on;
    private @Nullable SamplingRun run;
    private float @Nullable [] untouched;
    private int at = -1;
    private int level;
    private int sampling;
    private boolean ended;

    /** What {@code skip}, {@code by} and {@code seed} ask for. */
    static DamageRun asked(Query query, Studio studio) {
        Model model = studio.learned();
        Outline outline = Outline.of(model.network());
        List<String> into = outline.skips().stream().map(Outline.Skip::into).toList();
        if (into.isEmpty()) {
            throw new Unavailable("The network that is loaded has no skips to cut.");
        }
        List<String> wrong = WRONG.stream().map(String::valueOf).toList();
        return new DamageRun(
                model,
                outline,
                query.oneOf("skip", into.get(into.size() - 1), into),
                Integer.parseInt(query.oneOf("by", "100", wrong)),
                query.seed("seed", 1));
    }

    private DamageRun(Model model, Outline outline, String skip, int by, long seed) {
        this.model = model;
        this.outline = outline;
        this.skip = skip;
        this.seed = seed;
        time = "t" + by;
        variants.add(new Variant("untouched", null, 0, new ArrayList<>()));
        outline.skips().forEach(one -> variants.add(new Variant(one.into(), one.into(), 0, new ArrayList<>())));
        WRONG.forEach(one -> variants.add(new Variant("t" + one, null, one, new ArrayList<>())));
        int timesteps = model.objective().schedule().timesteps();
        levels = TENTHS.stream().map(tenth -> tenth * timesteps / 10).toList();
        int count = OF_EACH * Pictures.LABELS.size();
        clean = new float[count * Pictures.PIXELS];
        labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = i / OF_EACH;
            float[] picture = Pictures.of(Pictures.LABELS.get(labels[i]), Math.floorMod(seed + i % OF_EACH, 1L << 32));
            System.arraycopy(picture, 0, clean, i * Pictures.PIXELS, Pictures.PIXELS);
        }
        for (int label = 0; label < Pictures.LABELS.size(); label += 2) {
            kinds.add(label);
        }
        sampled = List.of("untouched", skip, time);
    }

    @Override
    public byte @Nullable [] next() {
        if (at < 0) {
            at = 0;
            return Json.line(start());
        }
        if (at < variants.size()) {
            return Json.line(measured());
        }
        if (sampling < sampled.size()) {
            return Json.line(step());
        }
        if (ended) {
            return null;
        }
        ended = true;
        return Json.line(end());
    }

    private ObjectNode start() {
        ObjectNode json = Json.object()
                .put("type", "start")
                .put("pictures", labels.length)
                .put("steps", STEPS);
        ArrayNode times = json.putArray("levels"), all = json.putArray("variants"), made = json.putArray("kinds");
        levels.forEach(times::add);
        kinds.forEach(kind -> made.add(Pictures.LABELS.get(kind)));
        for (Variant variant : variants) {
            ObjectNode one = all.addObject().put("id", variant.id);
            outline.skips().stream()
                    .filter(skipped -> skipped.into().equals(variant.cut))
                    .forEach(skipped -> one.put("from", skipped.from()).put("into", skipped.into()));
            if (variant.by != 0) {
                one.put("by", variant.by);
            }
        }
        return json;
    }

    private ObjectNode measured() {
        Variant variant = variants.get(at);
        int t = levels.get(level);
        NoiseLevel now = model.objective().schedule().level(t);
        float[] said = Scope.call(
                () -> {
                    new NoGradGuard();
                    long[] shape = {labels.length, 1, Pictures.SIZE, Pictures.SIZE};
                    Tensor noise = SeededNoise.of(seed).next(shape);
                    Tensor x = Tensors.sum(now.alpha(), Tensors.of(clean, shape), now.sigma(), noise);
                    Condition condition = Condition.labels(labels);
                    Sampling usual = model.sampling(model.settings(), condition);
                    Denoiser denoiser = altered(variant);
                    Tensor output = denoiser.output(x, new Step(now, now), List.of(condition));
                    return Tensors.floats(Estimate.of(x, now, output, denoiser.prediction(), usual.clipping())
                            .x0());
                },
                kept -> Stream.empty());
        variant.said.add(said);
        ObjectNode json = Json.object()
                .put("type", "measured")
                .put("id", variant.id)
                .put("t", t)
                .put("error", Examples.distance(said, clean));
        if (++level == levels.size()) {
            double error = overall(variant.said);
            errors.put(variant.id, error);
            json.put("all", error);
            variant.said.clear();
            level = 0;
            at++;
        }
        return json;
    }

    /** The distance over all levels at once. */
    private double overall(List<float[]> said) {
        float[] predicted = new float[said.size() * clean.length], truth = new float[predicted.length];
        for (int i = 0; i < said.size(); i++) {
            System.arraycopy(said.get(i), 0, predicted, i * clean.length, clean.length);
            System.arraycopy(clean, 0, truth, i * clean.length, clean.length);
        }
        return Examples.distance(predicted, truth);
    }

    private ObjectNode step() {
        String id = sampled.get(sampling);
        SamplingRun going = run;
        if (going == null) {
            Variant variant = variants.stream()
                    .filter(one -> one.id.equals(id))
                    .findFirst()
                    .orElseThrow();
            Condition condition =
                    Condition.labels(kinds.stream().mapToInt(Integer::intValue).toArray());
            Sampling settings = model.settings()
                    .withSampler("ddim", 0)
                    .withSteps(STEPS)
                    .withGuidance(1)
                    .sampling(altered(variant), model.objective().schedule(), condition);
            going = Scope.call(
                    () -> settings.start(SeededNoise.of(seed), kinds.size(), 1, Pictures.SIZE, Pictures.SIZE),
                    kept -> Stream.empty());
            run = going;
        }
        going.advance();
        if (!going.done()) {
            return Json.object().put("type", "step").put("id", id).put("index", going.index());
        }
        float[] made = Scope.call(() -> Tensors.floats(run().x()), kept -> Stream.empty());
        float[] first = untouched == null ? made : untouched;
        untouched = first;
        going.close();
        run = null;
        sampling++;
        ObjectNode json =
                Json.object().put("type", "pictures").put("id", id).put("distance", Examples.distance(made, first));
        ArrayNode pictures = json.putArray("x");
        for (int from = 0; from < made.length; from += Pictures.PIXELS) {
            pictures.add(Json.pixels(Arrays.copyOfRange(made, from, from + Pictures.PIXELS)));
        }
        return json;
    }

    private SamplingRun run() {
        return java.util.Objects.requireNonNull(run);
    }

    private ObjectNode end() {
        double before = error("untouched"), cut = error(skip) - before, told = error(time) - before;
        boolean alike = Math.abs(cut - told) <= ALIKE * Math.max(Math.abs(cut), Math.abs(told));
        return Json.object()
                .put("type", "end")
                .put("untouched", before)
                .put("skip", error(skip))
                .put("time", error(time))
                .put("found", alike ? "same" : cut > told ? "skip" : "time");
    }

    private double error(String id) {
        return java.util.Objects.requireNonNull(errors.get(id));
    }

    /** The network as a variant has it, until the next is asked for. */
    private Denoiser altered(Variant variant) {
        close(on);
        on = null;
        if (variant.cut != null) {
            WatchedOperations cutting = model.watched(Watcher.cutting(variant.cut));
            on = cutting;
            return model.denoiser(cutting);
        }
        return variant.by == 0
                ? model.denoiser()
                : new MistakenTime(model.denoiser(), model.objective(), wrong(variant.by));
    }

    /** The amounts are of a thousand timesteps. */
    private double wrong(int by) {
        return by * model.objective().schedule().timesteps() / 1000.0;
    }

    @Override
    public void close() {
        close(run);
        close(on);
    }

    private static void close(@Nullable AutoCloseable one) {
        try {
            if (one != null) {
                one.close();
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
