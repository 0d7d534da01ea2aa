package darkroom.lesson.reverse;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.data.Examples;
import darkroom.guide.Condition;
import darkroom.lesson.engine.StagedWork;
import darkroom.lesson.measure.KnownBatch;
import darkroom.lesson.measure.Spread;
import darkroom.lesson.studio.Pictures;
import darkroom.lesson.studio.Studio;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Query;
import darkroom.lesson.web.Unavailable;
import darkroom.lesson.web.Words;
import darkroom.model.Model;
import darkroom.network.Outline;
import darkroom.sample.SamplingRun;
import darkroom.sample.SamplingSettings;
import darkroom.sample.SeededNoise;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The network with a skip cut, each in turn, and told a wrong t, by several amounts: how far its predicted clean pictures
 * are off at several levels, and what the two that the reader chose do to a whole run from the same noise.
 */
public final class DamageRun extends StagedWork {

    /** At which tenths of the schedule errors are measured. */
    private static final List<Integer> TENTHS = List.of(1, 3, 5, 7, 9);

    private static final int STEPS = 25;

    /** Errors have at least so many digits behind the point. */
    private static final int DIGITS = 3;

    private final Model model;
    private final long seed;
    private final KnownBatch batch;
    private final List<Damaged> all;
    private final List<Damaged> sampled;
    private final List<Integer> levels;
    private final int[] kinds = IntStream.range(0, Pictures.LABELS.size())
            .filter(label -> label % 2 == 0)
            .toArray();
    private final List<float[]> predictions = new ArrayList<>();
    private final Map<String, KnownBatch.Errors> errors = new HashMap<>();
    private @Nullable SamplingRun run;
    private float @Nullable [] untouched;
    private int measured;
    private int made;

    /** What {@code skip}, {@code by} and {@code seed} ask for. */
    public static DamageRun asked(Query query, Studio studio) {
        Model model = studio.learned();
        List<String> into = Outline.of(model.network()).skips().stream()
                .map(Outline.Skip::into)
                .toList();
        if (into.isEmpty()) {
            throw new Unavailable("The network that is loaded has no skips to cut.");
        }
        List<String> wrong = Damaged.WRONG.stream().map(String::valueOf).toList();
        String skip = query.oneOf("skip", into.get(into.size() - 1), into);
        String time = Damaged.told(Integer.parseInt(query.oneOf("by", "100", wrong)));
        return new DamageRun(model, List.of(Damaged.UNTOUCHED, skip, time), query.seed("seed", 1));
    }

    private DamageRun(Model model, List<String> chosen, long seed) {
        this.model = model;
        this.seed = seed;
        batch = new KnownBatch(model, seed);
        all = Damaged.all(model);
        sampled = chosen.stream()
                .flatMap(id -> all.stream().filter(one -> one.id().equals(id)))
                .toList();
        int timesteps = model.objective().schedule().timesteps();
        levels = TENTHS.stream().map(tenth -> tenth * timesteps / 10).toList();
    }

    @Override
    protected boolean more() {
        return made < sampled.size();
    }

    @Override
    protected ObjectNode piece() {
        return measured < all.size() ? measure(all.get(measured)) : step(sampled.get(made));
    }

    @Override
    protected ObjectNode start() {
        ObjectNode json =
                Json.object().put("type", "start").put("pictures", batch.size()).put("steps", STEPS);
        ArrayNode times = json.putArray("levels"), variants = json.putArray("variants"), shown = json.putArray("kinds");
        levels.forEach(times::add);
        all.forEach(one -> variants.add(one.describe()));
        Arrays.stream(kinds).mapToObj(Pictures.LABELS::get).forEach(shown::add);
        return json;
    }

    /** One level of one variant; with its last level comes the error over all. */
    private ObjectNode measure(Damaged variant) {
        int t = levels.get(predictions.size());
        float[] said = batch.predicted(variant.denoiser(), t);
        predictions.add(said);
        ObjectNode json = Json.object()
                .put("type", "measured")
                .put("id", variant.id())
                .put("t", t)
                .put("error", batch.errors(List.of(said)).all());
        if (predictions.size() == levels.size()) {
            KnownBatch.Errors all = batch.errors(predictions);
            errors.put(variant.id(), all);
            json.put("all", all.all());
            predictions.clear();
            measured++;
        }
        return json;
    }

    private ObjectNode step(Damaged variant) {
        SamplingRun going = run == null ? begun(variant) : run;
        run = going;
        going.advance();
        if (!going.done()) {
            return Json.object().put("type", "step").put("id", variant.id()).put("index", going.index());
        }
        float[] pictures = Scope.call(() -> Tensors.floats(going.x()), kept -> Stream.empty());
        float[] first = untouched == null ? pictures : untouched;
        untouched = first;
        going.close();
        run = null;
        made++;
        ObjectNode json = Json.object()
                .put("type", "pictures")
                .put("id", variant.id())
                .put("distance", Examples.distance(pictures, first));
        ArrayNode x = json.putArray("x");
        for (int from = 0; from < pictures.length; from += Pictures.PIXELS) {
            x.add(Json.pixels(Arrays.copyOfRange(pictures, from, from + Pictures.PIXELS)));
        }
        return json;
    }

    private SamplingRun begun(Damaged variant) {
        SamplingSettings settings =
                model.settings().withSampler("ddim").withSteps(STEPS).withGuidance(1);
        return Scope.call(
                () -> settings.sampling(variant.denoiser(), model.objective().schedule(), Condition.labels(kinds))
                        .start(SeededNoise.of(seed), kinds.length, 1, Pictures.SIZE, Pictures.SIZE),
                kept -> Stream.empty());
    }

    /** The error after the cut less that under the wrong t is judged against what chance makes of it from picture to picture. */
    @Override
    protected ObjectNode end() {
        KnownBatch.Errors cut = errors(1), told = errors(2);
        double difference = cut.all() - told.all(), sure = Spread.SURE * cut.standardErrorAgainst(told);
        return Json.object()
                .put("type", "end")
                .put("untouched", errors(0).all())
                .put("skip", cut.all())
                .put("time", told.all())
                .put("difference", difference)
                .put("within", sure)
                .put("digits", Words.digits(Math.abs(difference), sure, DIGITS))
                .put("found", Math.abs(difference) <= sure ? "same" : difference > 0 ? "skip" : "time");
    }

    private KnownBatch.Errors errors(int chosen) {
        return Objects.requireNonNull(errors.get(sampled.get(chosen).id()));
    }

    @Override
    public void close() {
        if (run != null) {
            run.close();
        }
    }
}
