package darkroom.lesson.next;

import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.data.Seeds;
import darkroom.latent.AutoencoderCodec;
import darkroom.lesson.engine.Engine;
import darkroom.lesson.engine.StagedWork;
import darkroom.lesson.studio.SceneModels;
import darkroom.lesson.studio.Studio;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Query;
import darkroom.sample.SeededNoise;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** Fresh scenes go into the autoencoder's latents and back: how much of them is lost. */
final class LatentsRun extends StagedWork {

    /** How many scenes. */
    static final int COUNT = 32;

    private static final int EACH = 4;

    private final Studio studio;
    private final long seed;
    private final float[] pictures;
    private int made;
    private double squares;

    private LatentsRun(Studio studio, long seed) {
        this.studio = studio;
        this.seed = seed;
        pictures = SceneModels.DATA.batch(seed, 0, COUNT).values();
    }

    /** By {@code seed}, which draws the scenes. */
    static Supplier<Engine.Work> asked(Query query, Studio studio) {
        long seed = query.seed("seed", 1);
        return () -> new LatentsRun(studio, seed);
    }

    @Override
    protected boolean more() {
        return made < COUNT;
    }

    @Override
    protected ObjectNode piece() {
        int length = pictures.length / COUNT, from = made * length;
        float[] some = Arrays.copyOfRange(pictures, from, from + EACH * length);
        float[] back = Scope.call(
                () -> {
                    new NoGradGuard();
                    AutoencoderCodec codec = studio.scenes().codec();
                    Tensor shown = Tensors.of(some, EACH, 3, SceneModels.SIZE, SceneModels.SIZE);
                    try (SeededNoise noise = SeededNoise.of(Seeds.at(seed, made))) {
                        return Tensors.floats(Tensors.clamped(codec.decode(codec.encode(shown, noise)), 1));
                    }
                },
                kept -> Stream.empty());
        for (int i = 0; i < some.length; i++) {
            squares += Math.pow(back[i] - some[i], 2);
        }
        made += EACH;
        return Json.object().put("type", "step").put("index", made).put("steps", COUNT);
    }

    @Override
    protected ObjectNode end() {
        double rms = Math.sqrt(squares / pictures.length);
        return Json.object()
                .put("type", "end")
                .put("count", COUNT)
                .put("off", rms * 255 / 2)
                .put("decibels", -20 * Math.log10(rms / 2));
    }

    @Override
    public void close() {}
}
