package darkroom.lesson.next;

import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.guide.Condition;
import darkroom.lesson.engine.Engine;
import darkroom.lesson.measure.Samples;
import darkroom.lesson.studio.Pictures;
import darkroom.lesson.studio.Studio;
import darkroom.lesson.studio.Transformer;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Query;
import darkroom.model.Model;
import darkroom.objective.Objective;
import darkroom.sample.SeededNoise;
import darkroom.schedule.NoiseLevel;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.torch.Watcher;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** Which patches of a noisy picture one of them attends to, in each layer and by each head of the transformer. */
final class TransformerLab {

    private static final int USUAL_T = 300;

    private TransformerLab() {}

    /** By {@code pattern}, {@code picture}, {@code noise}, the step {@code t} and the {@code patch} that attends, row by row. */
    static ObjectNode look(Query query, Engine engine, Studio studio) {
        Pictures.Choice picture = Samples.kind(query);
        long noise = query.seed("noise", 1);
        int t = (int) query.whole("t", USUAL_T, 1, Studio.SCHEDULE.timesteps());
        return engine.call(query.reader(), () -> {
            Transformer.Loaded loaded = studio.transformer().loaded();
            int patch = (int) query.whole("patch", 0, 0, loaded.patches() - 1);
            return look(loaded, picture, noise, t, patch);
        });
    }

    private static ObjectNode look(Transformer.Loaded loaded, Pictures.Choice picture, long seed, int t, int patch) {
        Model model = loaded.model();
        NoiseLevel level = model.objective().schedule().level(t);
        int heads = loaded.network().numAttentionHeads(), patches = loaded.patches();
        float[] weights = new float[loaded.network().numLayers() * heads * patches];
        ObjectNode json = Json.object()
                .put("t", t)
                .put("patch", patch)
                .put("side", loaded.side())
                .put("layers", loaded.network().numLayers())
                .put("heads", heads);
        Json.finite(json, "snr", level.snrDecibels());
        Watcher watcher = new Watcher() {
            private int layer;

            @Override
            public void attention(String name, Tensor all) {
                float[] rows = Tensors.floats(all.select(2, patch).contiguous());
                System.arraycopy(rows, 0, weights, layer++ * rows.length, rows.length);
            }
        };
        Scope.run(() -> {
            new NoGradGuard();
            Tensor clean = Tensors.of(picture.pixels(), 1, 1, Pictures.SIZE, Pictures.SIZE);
            Tensor x = Objective.noisy(clean, SeededNoise.first(seed, Tensors.sizes(clean)), level);
            model.denoiser(watcher).output(x, level, Condition.labels(picture.label()));
            json.put("x", Json.pixels(Tensors.floats(x)));
        });
        return json.put("weights", Json.numbers(weights));
    }
}
