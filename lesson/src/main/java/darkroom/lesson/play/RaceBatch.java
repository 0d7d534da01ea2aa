package darkroom.lesson.play;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.data.EnergyDistance;
import darkroom.data.Seeds;
import darkroom.lesson.engine.SampledWork;
import darkroom.lesson.studio.LaneBatch;
import darkroom.lesson.studio.Pictures;
import darkroom.lesson.studio.RunRequest;
import darkroom.lesson.studio.Studio;
import darkroom.lesson.web.Json;
import darkroom.model.PictureClassifier;
import darkroom.sample.SamplingRun;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one race cannot tell: each lane samples the same noises, and its pictures are held against fresh data by the
 * classifier and by the energy distance. Fresh data themselves are measured, too, as what there is to reach.
 */
final class RaceBatch extends SampledWork {

    /** How many pictures a lane makes. */
    static final int SAMPLES = 64;

    /** With how many fresh ones they are compared. */
    static final int FRESH = 256;

    /** So many at once: other runs need not wait long for their turn. */
    private static final int AT_ONCE = 16;

    /** Fresh pictures have seeds of their own, away from the noises'. */
    private static final long FRESH_SEEDS = 3;

    private final RaceRequest request;
    private final Studio studio;
    private final @Nullable PictureClassifier classifier;
    private final int label;
    private final float[] samples = new float[SAMPLES * Pictures.PIXELS];
    private final float[] fresh;
    private @Nullable LaneBatch batch;
    private int lane;
    private int made;
    private int recognised;

    RaceBatch(RaceRequest request, Studio studio) {
        this.request = request;
        this.studio = studio;
        classifier = studio.classifier(request.lanes().get(0).picture());
        label = request.lanes().get(0).picture().label();
        fresh = fresh(0, FRESH);
    }

    @Override
    protected boolean more() {
        return lane < request.lanes().size();
    }

    private LaneBatch batch() {
        LaneBatch now = batch == null ? begun(request.lanes().get(lane)) : batch;
        batch = now;
        return now;
    }

    @Override
    protected @Nullable SamplingRun advancing() {
        SamplingRun run = batch().run();
        return run.done() ? null : run;
    }

    @Override
    protected ObjectNode advanced(long nanoseconds) {
        SamplingRun run = batch().run();
        return some().put("index", run.index()).put("steps", run.grid().size());
    }

    private ObjectNode some() {
        return Json.object()
                .put("type", "step")
                .put("lane", lane)
                .put("made", made)
                .put("samples", SAMPLES);
    }

    @Override
    protected ObjectNode otherwise() {
        return keep(batch());
    }

    private LaneBatch begun(RunRequest asked) {
        return new LaneBatch(asked, studio, LaneBatch.seeds(asked.seed(), made, AT_ONCE));
    }

    private ObjectNode keep(LaneBatch done) {
        float[] some = done.pictures();
        System.arraycopy(some, 0, samples, made * Pictures.PIXELS, some.length);
        long evaluations = done.run().evaluations();
        recognised += recognised(some);
        made += AT_ONCE;
        free();
        if (made < SAMPLES) {
            return some();
        }
        ObjectNode json =
                measured("lane", samples, recognised).put("lane", lane).put("evaluations", evaluations);
        ArrayNode pictures = json.putArray("pictures");
        for (int i = 0; i < SAMPLES; i += SAMPLES / 8) {
            pictures.add(Json.pixels(Arrays.copyOfRange(samples, i * Pictures.PIXELS, (i + 1) * Pictures.PIXELS)));
        }
        lane++;
        made = 0;
        recognised = 0;
        return json;
    }

    private ObjectNode measured(String type, float[] pictures, int right) {
        ObjectNode json = Json.object()
                .put("type", type)
                .put("samples", SAMPLES)
                .put("energy", EnergyDistance.unbiased(pictures, fresh, Pictures.PIXELS));
        return classifier == null || label < 0 ? json : json.put("recognised", right / (double) SAMPLES);
    }

    /** How many of some pictures the classifier takes for the kind that was asked for. */
    private int recognised(float[] pictures) {
        PictureClassifier looking = classifier;
        if (looking == null || label < 0) {
            return 0;
        }
        int[] seen = Scope.call(
                () -> looking.classify(
                        Tensors.of(pictures, pictures.length / Pictures.PIXELS, 1, Pictures.SIZE, Pictures.SIZE)),
                kept -> Stream.empty());
        return (int) Arrays.stream(seen).filter(kind -> kind == label).count();
    }

    @Override
    protected ObjectNode end() {
        float[] others = fresh(FRESH, SAMPLES);
        return measured("end", others, recognised(others)).put("fresh", FRESH);
    }

    /** Pictures of the kind, or of all kinds in turn, that no model has seen. */
    private float[] fresh(int from, int count) {
        float[] values = new float[count * Pictures.PIXELS];
        long seed = Seeds.at(request.lanes().get(0).seed(), FRESH_SEEDS);
        for (int i = 0; i < count; i++) {
            int kind = label < 0 ? i % Pictures.LABELS.size() : label;
            float[] one = Pictures.of(Pictures.LABELS.get(kind), Seeds.at(seed, from + i));
            System.arraycopy(one, 0, values, i * Pictures.PIXELS, Pictures.PIXELS);
        }
        return values;
    }

    private void free() {
        if (batch != null) {
            batch.close();
            batch = null;
        }
    }

    @Override
    public void close() {
        free();
    }
}
