package darkroom.lesson.journey;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.data.Examples;
import darkroom.lesson.engine.Engine;
import darkroom.lesson.engine.SampledWork;
import darkroom.lesson.measure.Samples;
import darkroom.lesson.measure.Spread;
import darkroom.lesson.studio.Garments;
import darkroom.lesson.studio.Pictures;
import darkroom.lesson.studio.Studio;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Query;
import darkroom.lesson.web.Unavailable;
import darkroom.model.Model;
import darkroom.model.PictureClassifier;
import darkroom.sample.Sampling;
import darkroom.sample.SamplingRun;
import darkroom.torch.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The journey's last step: one kind sampled from the same noises under guidance of several scales W, one scale after the
 * other. Of each scale: how many samples are recognised, how surely, how different they are from each other, and how far
 * they lie from the mean of real pictures of the kind.
 */
public final class GuidanceRun extends SampledWork {

    /** The scales W: 0 asks for nothing, 1 is the condition alone. */
    static final List<Double> SCALES = List.of(0.0, 0.5, 1.0, 2.0, 4.0, 8.0);

    /** The place of the scale at which guidance is off. */
    private static final int OFF = SCALES.indexOf(1.0);

    static final int STEPS = 25;

    /** How many samples at each scale. */
    private static final List<String> COUNTS = List.of("16", "64", "96");

    /** How many at once, so that others get their turns. */
    private static final int BATCH = 16;

    /** How many are shown. */
    static final int SHOWN = 16;

    private final Pictures.Choice picture;
    private final long seed;
    private final int count;
    private final Model model;
    private final PictureClassifier classifier;
    private final List<float[]> real;
    private final float[] middle;
    private final double realFromMean;
    private final List<float[]> samples = new ArrayList<>();
    private final List<Double> right = new ArrayList<>();
    private final List<Guided> columns = new ArrayList<>();
    private @Nullable SamplingRun run;
    private double probability;

    private GuidanceRun(Pictures.Choice picture, long seed, int count, Studio studio) {
        this.picture = picture;
        this.seed = seed;
        this.count = count;
        model = studio.model(picture);
        PictureClassifier looking = studio.classifier(picture);
        if (looking == null) {
            throw new Unavailable("This installation has no classifier of such pictures.");
        }
        classifier = looking;
        real = Garments.has(picture) ? studio.garments().all(picture) : Samples.real(picture.kind(), seed, count);
        middle = mean(real);
        realFromMean = real.stream()
                .mapToDouble(one -> Examples.distance(one, middle))
                .average()
                .orElseThrow();
    }

    public static Supplier<Engine.Work> asked(Query query, Studio studio) {
        Pictures.Choice picture = Samples.kind(query, studio.garments());
        long seed = query.seed("seed", 1);
        int count = Integer.parseInt(query.oneOf("samples", "64", COUNTS));
        studio.learned();
        return () -> new GuidanceRun(picture, seed, count, studio);
    }

    @Override
    protected boolean more() {
        return columns.size() < SCALES.size();
    }

    @Override
    protected SamplingRun advancing() {
        SamplingRun now = run == null ? begin() : run;
        run = now;
        return now;
    }

    @Override
    protected ObjectNode advanced(long nanoseconds) {
        if (run != null && run.done()) {
            look(run);
            if (samples.size() == count) {
                return column();
            }
        }
        return Json.object()
                .put("type", "step")
                .put("column", columns.size())
                .put("scale", SCALES.get(columns.size()))
                .put("samples", samples.size())
                .put("of", count);
    }

    @Override
    protected ObjectNode start() {
        ObjectNode json = Json.object()
                .put("type", "start")
                .put("samples", count)
                .put("steps", STEPS)
                .put("real", Examples.spread(real))
                .put("realFromMean", realFromMean);
        SCALES.forEach(json.putArray("scales")::add);
        return json;
    }

    private SamplingRun begin() {
        Sampling sampling = model.settings()
                .withSampler("ddim")
                .withSteps(STEPS)
                .withGuidance(SCALES.get(columns.size()))
                .sampling(model.denoiser(), model.objective().schedule(), Studio.asked(picture.label()));
        return Scope.call(
                () -> sampling.start(
                        Samples.noise(seed, samples.size(), BATCH), BATCH, 1, Pictures.SIZE, Pictures.SIZE),
                kept -> Stream.empty());
    }

    private void look(SamplingRun done) {
        for (float[] row : Samples.seen(classifier, done.x())) {
            right.add(Samples.likeliest(row) == picture.label() ? 1.0 : 0.0);
            probability += row[picture.label()];
        }
        samples.addAll(Samples.of(done.x()));
        done.close();
        run = null;
    }

    private ObjectNode column() {
        Guided now = Guided.of(
                samples, right.stream().mapToDouble(Double::doubleValue).toArray(), middle);
        ObjectNode json = Json.object()
                .put("type", "column")
                .put("column", columns.size())
                .put("scale", SCALES.get(columns.size()))
                .put("recognised", Spread.mean(now.right()))
                .put("probability", probability / count)
                .put("spread", now.spread())
                .put("fromMean", Spread.mean(now.away()));
        Samples.put(json, "x", samples.subList(0, SHOWN));
        columns.add(now);
        samples.clear();
        right.clear();
        probability = 0;
        return json;
    }

    private static float[] mean(List<float[]> pictures) {
        float[] mean = new float[Pictures.PIXELS];
        for (float[] one : pictures) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += one[i] / pictures.size();
            }
        }
        return mean;
    }

    @Override
    protected ObjectNode end() {
        Guided off = columns.get(OFF), most = columns.get(columns.size() - 1);
        ObjectNode json = Json.object().put("type", "end");
        most.spreadFrom(off).put(json.putObject("diversity"));
        most.awayFrom(off, realFromMean).put(json.putObject("fromMean"));
        off.rightFrom(columns.get(0)).put(json.putObject("label"));
        ArrayNode beyond = json.putArray("beyond");
        for (int i = OFF + 1; i < columns.size(); i++) {
            columns.get(i).rightFrom(off).put(beyond.addObject().put("scale", SCALES.get(i)));
        }
        return json;
    }

    @Override
    public void close() {
        if (run != null) {
            run.close();
        }
    }
}
