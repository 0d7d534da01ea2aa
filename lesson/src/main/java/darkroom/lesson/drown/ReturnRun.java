package darkroom.lesson.drown;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.data.Seeds;
import darkroom.lesson.engine.SampledWork;
import darkroom.lesson.measure.Samples;
import darkroom.lesson.studio.Frames;
import darkroom.lesson.studio.Garments;
import darkroom.lesson.studio.Levels;
import darkroom.lesson.studio.Pictures;
import darkroom.lesson.studio.Studio;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Query;
import darkroom.model.Model;
import darkroom.model.PictureClassifier;
import darkroom.objective.Objective;
import darkroom.sample.Sampling;
import darkroom.sample.SamplingRun;
import darkroom.sample.SeededNoise;
import darkroom.schedule.NoiseLevel;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Takes a picture to a level in several noises, one for each return, and walks the learned model back from there, all
 * returns at once. At the end each return is nearer to the picture than a fresh one of its kind is (of any kind where the
 * picture is the learner's own), or it is not: where nothing is left of the picture both are strangers, and chance decides.
 */
public final class ReturnRun extends SampledWork {

    /** Fresh pictures have seeds of their own, away from the noises'. */
    private static final long FRESH = 2;

    private static final int PAIRS = 100;

    private final ReturnRequest request;
    private final @Nullable PictureClassifier classifier;
    private final @Nullable Garments garments;
    private final SamplingRun run;

    public ReturnRun(ReturnRequest request, Studio studio) {
        this.request = request;
        garments = Garments.has(request.picture()) ? studio.garments() : null;
        classifier = studio.classifier(request.picture());
        Model model = studio.model(request.picture());
        Sampling whole = model.settings()
                .withSampler("ddim")
                .withGuidance(1)
                .sampling(model.denoiser(), model.objective().schedule(), Studio.asked(request.label()));
        Sampling back = new Sampling(
                whole.denoiser(),
                whole.sampler(),
                request.grid(),
                whole.condition(),
                whole.guidance(),
                whole.clipping());
        long[] seeds = LongStream.range(0, request.returns())
                .map(i -> Seeds.at(request.seed(), i))
                .toArray();
        run = Scope.call(() -> begun(back, SeededNoise.each(seeds)), kept -> Stream.empty());
    }

    private SamplingRun begun(Sampling back, SeededNoise noise) {
        NoiseLevel level = back.grid().start();
        Tensor fresh = noise.next(request.returns(), 1, Pictures.SIZE, Pictures.SIZE);
        Tensor clean = Tensors.of(request.picture().pixels(), 1, 1, Pictures.SIZE, Pictures.SIZE)
                .expand_as(fresh);
        return SamplingRun.from(back, noise, Objective.noisy(clean, fresh, level));
    }

    @Override
    protected ObjectNode start() {
        return frame(
                Json.object()
                        .put("type", "start")
                        .put("x0", Json.pixels(request.picture().pixels())),
                Samples.of(run.x()));
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
        return frame(Json.object().put("type", "step"), Samples.of(run.x()));
    }

    private ObjectNode frame(ObjectNode json, List<float[]> samples) {
        NoiseLevel level = run.level();
        json.put("index", run.index())
                .put("steps", request.steps())
                .put("t", Levels.time(Studio.SCHEDULE, level))
                .put("signalWeight", level.alpha())
                .put("noiseWeight", level.sigma())
                .put("evaluations", run.evaluations());
        Json.finite(json, "snr", level.snrDecibels());
        Samples.put(json, "x", samples);
        return json;
    }

    @Override
    protected ObjectNode end() {
        List<float[]> samples = Samples.of(run.x());
        ObjectNode json = Json.object().put("type", "end").put("evaluations", run.evaluations());
        PictureClassifier looking = request.picture().label() < 0 ? null : classifier;
        int[] seen = looking == null ? new int[0] : classified(looking);
        ArrayNode returns = json.putArray("returns");
        int nearer = 0;
        int recognised = 0;
        double sum = 0;
        for (int i = 0; i < samples.size(); i++) {
            double distance = Frames.distance(samples.get(i), request.picture().pixels());
            double other = Frames.distance(fresh(i), request.picture().pixels());
            ObjectNode one = returns.addObject()
                    .put("distance", distance)
                    .put("fresh", other)
                    .put("nearer", distance < other);
            sum += distance;
            nearer += distance < other ? 1 : 0;
            if (looking != null) {
                one.put("seen", looking.labels().get(seen[i]));
                recognised += seen[i] == request.picture().label() ? 1 : 0;
            }
        }
        json.put("mean", sum / samples.size()).put("nearer", nearer).put("between", between());
        return looking == null ? json : json.put("recognised", recognised);
    }

    private int[] classified(PictureClassifier looking) {
        return Scope.call(() -> looking.classify(run.x()), kept -> Stream.empty());
    }

    /** A picture of the kind, or of any, that has nothing to do with the learner's. */
    private float[] fresh(long place) {
        long seed = Math.floorMod(Seeds.at(Seeds.at(request.seed(), FRESH), place), Query.LARGEST_SEED);
        if (garments != null) {
            return garments.other(request.picture(), seed);
        }
        int label = request.picture().label();
        int kind = label < 0 ? (int) Math.floorMod(seed, (long) Pictures.LABELS.size()) : label;
        return Pictures.of(Pictures.LABELS.get(kind), seed);
    }

    /** The mean distance of two fresh pictures. */
    private double between() {
        if (garments != null) {
            return garments.apart(request.picture());
        }
        double sum = 0;
        for (int i = 0; i < PAIRS; i++) {
            sum += Frames.distance(fresh(PAIRS + 2L * i), fresh(PAIRS + 2L * i + 1));
        }
        return sum / PAIRS;
    }

    @Override
    public void close() {
        run.close();
    }
}
