package darkroom.lesson.play;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.data.Examples;
import darkroom.lesson.engine.Engine;
import darkroom.lesson.engine.SampledWork;
import darkroom.lesson.learner.Question;
import darkroom.lesson.measure.Samples;
import darkroom.lesson.studio.Pictures;
import darkroom.lesson.studio.Studio;
import darkroom.lesson.web.BadRequest;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Query;
import darkroom.model.Model;
import darkroom.model.PictureClassifier;
import darkroom.sample.Repainted;
import darkroom.sample.Sampling;
import darkroom.sample.SamplingRun;
import darkroom.sample.SeededNoise;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;

/**
 * A marked region of a picture, painted anew several times by a model that is told no kind: at every level the rest is the
 * picture with noise of that level. Then the classifier says what it sees.
 */
final class RepaintRun extends SampledWork {

    /** How often, each time from noise of its own. */
    static final int TIMES = 9;

    static final String PATH = "/api/repaint";
    private static final int STEPS = 50;

    /** The most of the times for each answer. */
    private static final List<Integer> MOST = List.of(1, 4, 7, TIMES);

    static final Question QUESTION = Question.of(
                    "repaint",
                    6,
                    PATH,
                    "",
                    List.of("0 or 1 time", "2 to 4 times", "5 to 7 times", "8 or 9 times"),
                    (query, end) -> Optional.of(found(end)))
            .asking(query ->
                    "The model paints the marked region anew " + TIMES + " times, each time from other noise. It is"
                            + " not told that this is " + Pictures.words(query.text("pattern", "ring"))
                            + ", and it never learned to repaint. How often does the classifier see that kind again?");

    private final Pictures.Choice picture;
    private final PictureClassifier classifier;
    private final float[] region;
    /** Holds the known picture, its noise and the region until the run ends. */
    private final Scope.Lasting held = new Scope.Lasting();

    private final SamplingRun run;

    private RepaintRun(Pictures.Choice picture, float[] region, long seed, Studio studio) {
        this.picture = picture;
        this.region = region;
        classifier = studio.classifier();
        Model model = studio.learned();
        Sampling sampling = model.settings()
                .withSampler("ddpm")
                .withSteps(STEPS)
                .withGuidance(1)
                .sampling(model.denoiser(), model.objective().schedule(), Studio.asked(-1));
        run = held.call(() -> begun(sampling, Samples.noise(seed, 0, TIMES)));
    }

    private SamplingRun begun(Sampling sampling, SeededNoise noise) {
        Tensor fresh = noise.next(TIMES, 1, Pictures.SIZE, Pictures.SIZE);
        Tensor known =
                Tensors.of(picture.pixels(), 1, 1, Pictures.SIZE, Pictures.SIZE).expand_as(fresh);
        Tensor mask = Tensors.of(region, 1, 1, Pictures.SIZE, Pictures.SIZE);
        return SamplingRun.from(
                sampling.with(new Repainted(sampling.sampler(), known, fresh, mask)),
                noise,
                Tensors.scaled(sampling.noiseScale(), fresh));
    }

    /** What a request asks for by {@code pattern}, {@code picture}, {@code region} (a bit for each pixel) and {@code seed}. */
    static Supplier<Engine.Work> asked(Query query, Studio studio) {
        Pictures.Choice picture = Samples.kind(query);
        float[] region = Pictures.bits(query, "region");
        int marked = 0;
        for (int i = 0; i < region.length; i++) {
            region[i] = Math.max(0, region[i]);
            marked += (int) region[i];
        }
        if (marked == 0) {
            throw new BadRequest("No pixel is marked: mark a region of the picture to be painted anew.");
        }
        long seed = query.seed("seed", 1);
        studio.learned();
        studio.classifier();
        return () -> new RepaintRun(picture, region, seed, studio);
    }

    private static Question.Found found(JsonNode end) {
        int times = end.path("recognised").asInt(), option = 0;
        while (times > MOST.get(option)) {
            option++;
        }
        return new Question.Found(option, times + " of " + TIMES + " times");
    }

    @Override
    protected ObjectNode start() {
        return Samples.record("start", run);
    }

    @Override
    protected boolean more() {
        return !run.done();
    }

    @Override
    protected SamplingRun advancing() {
        return run;
    }

    @Override
    protected ObjectNode advanced(long nanoseconds) {
        return Samples.record("step", run);
    }

    @Override
    protected ObjectNode end() {
        ObjectNode json = Json.object()
                .put("type", "end")
                .put("times", TIMES)
                .put("apart", Examples.spread(inRegion(Samples.of(run.x()))))
                .put("real", Examples.spread(inRegion(Samples.real(picture.kind(), picture.seed(), TIMES))));
        ArrayNode seen = json.putArray("seen");
        int recognised = 0;
        for (float[] row : Samples.seen(classifier, run.x())) {
            int kind = Samples.likeliest(row);
            seen.add(classifier.labels().get(kind));
            recognised += kind == picture.label() ? 1 : 0;
        }
        return json.put("recognised", recognised);
    }

    /** The pixels of the region alone. */
    private List<float[]> inRegion(List<float[]> pictures) {
        return pictures.stream()
                .map(pixels -> {
                    float[] kept = new float[Pictures.PIXELS];
                    int count = 0;
                    for (int i = 0; i < kept.length; i++) {
                        if (region[i] > 0) {
                            kept[count++] = pixels[i];
                        }
                    }
                    return Arrays.copyOf(kept, count);
                })
                .toList();
    }

    @Override
    public void close() {
        run.close();
        held.close();
    }
}
