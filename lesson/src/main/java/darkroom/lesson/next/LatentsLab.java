package darkroom.lesson.next;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.data.Batch;
import darkroom.data.Seeds;
import darkroom.latent.AutoencoderCodec;
import darkroom.lesson.engine.Engine;
import darkroom.lesson.studio.SceneModels;
import darkroom.lesson.studio.Studio;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Query;
import darkroom.objective.Objective;
import darkroom.sample.SeededNoise;
import darkroom.schedule.NoiseLevel;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** A scene and its latents, both with noise of the same level, and what the decoder makes of the latents. */
final class LatentsLab {

    private LatentsLab() {}

    /** By {@code seed}, which draws the scene, {@code noise} and the step {@code t}, 0 for none. */
    static ObjectNode look(Query query, Engine engine, Studio studio) {
        long seed = query.seed("seed", 1), noise = query.seed("noise", 1);
        int t = (int) query.whole("t", 0, 0, Studio.SCHEDULE.timesteps());
        Batch scene = SceneModels.DATA.batch(seed, 0, 1);
        return engine.call(query.reader(), () -> look(studio.scenes().codec(), scene, noise, t));
    }

    private static ObjectNode look(AutoencoderCodec codec, Batch scene, long seed, int t) {
        NoiseLevel level = Studio.SCHEDULE.level(t);
        ObjectNode json = Json.object()
                .put("t", t)
                .put("signalWeight", level.alpha())
                .put("noiseWeight", level.sigma())
                .put("sentence", scene.captions().get(0))
                .put("picture", Json.colours(scene.values()));
        Scope.run(() -> {
            new NoGradGuard();
            Tensor picture = Tensors.of(scene.values(), 1, 3, SceneModels.SIZE, SceneModels.SIZE);
            Tensor pixels = mixed(picture, level, Seeds.at(seed, 1));
            Tensor clean;
            try (SeededNoise drawn = SeededNoise.of(Seeds.at(seed, 2))) {
                clean = codec.encode(picture, drawn);
            }
            Tensor latents = mixed(clean, level, seed);
            json.put("pixels", Json.colours(Tensors.floats(Tensors.clamped(pixels, 1))))
                    .put("decoded", Json.colours(Tensors.floats(Tensors.clamped(codec.decode(latents), 1))))
                    .put("side", latents.size(2));
            ArrayNode channels = json.putArray("channels");
            for (int i = 0; i < latents.size(1); i++) {
                channels.add(Json.pixels(Tensors.floats(latents.select(1, i).contiguous())));
            }
        });
        return json;
    }

    private static Tensor mixed(Tensor clean, NoiseLevel level, long seed) {
        return Objective.noisy(clean, SeededNoise.first(seed, Tensors.sizes(clean)), level);
    }
}
