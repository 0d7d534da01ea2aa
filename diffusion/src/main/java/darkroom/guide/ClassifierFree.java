package darkroom.guide;

import darkroom.schedule.NoiseLevel;
import darkroom.settings.Setting;
import darkroom.settings.Settings;
import darkroom.torch.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Classifier-free guidance (Ho and Salimans 2022, eq. 6, with W = 1 + w): {@code unconditional + W (conditional -
 * unconditional)}, both from one evaluation.
 */
public record ClassifierFree(
        @Setting(
                value = "the scale W: 0 ignores the condition, 1 follows it as trained, more exaggerates it",
                otherwise = "1",
                range = "[-1000, 1000]")
        double scale)
        implements Guidance {

    public ClassifierFree {
        Settings.check(ClassifierFree.class, scale);
    }

    @Override
    public List<Condition> wanted(Condition condition, NoiseLevel level) {
        if (condition instanceof Condition.Nothing || scale == 0) {
            return List.of(Condition.NONE);
        }
        return scale == 1 ? List.of(condition) : List.of(Condition.NONE, condition);
    }

    @Override
    public Tensor combine(List<Tensor> outputs, NoiseLevel level) {
        return outputs.size() == 1 ? outputs.get(0) : Tensors.sum(1 - scale, outputs.get(0), scale, outputs.get(1));
    }
}
