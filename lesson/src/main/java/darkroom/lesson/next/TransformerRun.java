package darkroom.lesson.next;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.lesson.engine.Engine;
import darkroom.lesson.engine.StagedWork;
import darkroom.lesson.measure.KnownBatch;
import darkroom.lesson.studio.Studio;
import darkroom.lesson.studio.Transformer;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Query;
import darkroom.torch.Tensors;
import darkroom.torch.Watcher;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;

/** To which patches a patch attends: how much each of a group gets, over noisy pictures of all kinds and all layers and heads. */
final class TransformerRun extends StagedWork {

    /** At which noise levels. */
    static final List<Integer> LEVELS = List.of(100, 300, 500, 700, 900);

    private final Transformer.Loaded loaded;
    private final KnownBatch pictures;
    private final PatchGroups groups;
    private int measured;

    private TransformerRun(Transformer.Loaded loaded, long seed) {
        this.loaded = loaded;
        pictures = new KnownBatch(loaded.model(), seed);
        groups = new PatchGroups(
                pictures.clean(), loaded.side(), loaded.network().patchSize());
    }

    /** By {@code seed}, which draws the pictures and their noise. */
    static Supplier<Engine.Work> asked(Query query, Studio studio) {
        long seed = query.seed("seed", 1);
        return () -> new TransformerRun(studio.transformer().loaded(), seed);
    }

    @Override
    protected boolean more() {
        return measured < LEVELS.size();
    }

    @Override
    protected ObjectNode piece() {
        pictures.predicted(
                loaded.model().denoiser(new Watcher() {
                    @Override
                    public void attention(String name, Tensor weights) {
                        groups.add(Tensors.floats(weights), (int) weights.size(1));
                    }
                }),
                LEVELS.get(measured++));
        return Json.object().put("type", "step").put("index", measured).put("steps", LEVELS.size());
    }

    /** Per group: how much attention one of it gets on average, where 1 is what it would get if all got alike. */
    @Override
    protected ObjectNode end() {
        ObjectNode json = Json.object()
                .put("type", "end")
                .put("pictures", pictures.size())
                .put("levels", LEVELS.size());
        ArrayNode times = json.putArray("times");
        for (int group = 0; group < PatchGroups.COUNT; group++) {
            times.add(groups.times(group));
        }
        return json;
    }

    @Override
    public void close() {}
}
