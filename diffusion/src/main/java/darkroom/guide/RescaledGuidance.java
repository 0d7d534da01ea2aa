package darkroom.guide;

import darkroom.schedule.NoiseLevel;
import darkroom.settings.Setting;
import darkroom.settings.Settings;
import darkroom.torch.Tensors;
import java.util.List;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;

/**
 * Guidance whose output is brought back towards the standard deviation of the conditional one (Lin et al. 2023, eq. 14 to
 * 16), row by row.
 */
public record RescaledGuidance(
        @Setting(value = "the scale W of classifier-free guidance", range = "[-1000, 1000]")
        double scale,

        @Setting(
                value = "how far it is rescaled: 0 not at all, 1 wholly; the paper has 0.7",
                otherwise = "0.7",
                range = "[0, 1]")
        double share)
        implements Guidance {

    public RescaledGuidance {
        Settings.check(RescaledGuidance.class, scale, share);
    }

    @Override
    public List<Condition> wanted(Condition condition, NoiseLevel level) {
        return guidance().wanted(condition, level);
    }

    @Override
    public Tensor combine(List<Tensor> outputs, NoiseLevel level) {
        Tensor guided = guidance().combine(outputs, level);
        if (outputs.size() == 1) {
            return guided;
        }
        Tensor rescaled = guided.mul(deviation(outputs.get(1)).div(deviation(guided)));
        return Tensors.sum(share, rescaled, 1 - share, guided);
    }

    private ClassifierFree guidance() {
        return new ClassifierFree(scale);
    }

    private static Tensor deviation(Tensor x) {
        long[] all = LongStream.range(1, x.dim()).toArray();
        return x.std(all, true, true);
    }
}
