package darkroom.guide;

import darkroom.schedule.NoiseLevel;
import darkroom.torch.Tensors;
import java.util.List;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;

/**
 * Guidance whose output is brought back towards the standard deviation of the conditional one (Lin et al. 2023, eq. 14 to
 * 16), row by row.
 *
 * @param guidance classifier-free guidance
 * @param share 0 leaves it as it is, 1 rescales it wholly; the paper has 0.7
 */
public record RescaledGuidance(ClassifierFree guidance, double share) implements Guidance {

    public RescaledGuidance {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("The share of rescaling lies in [0, 1], not at " + share + ".");
        }
    }

    @Override
    public List<Condition> wanted(Condition condition, NoiseLevel level) {
        return guidance.wanted(condition, level);
    }

    @Override
    public Tensor combine(List<Tensor> outputs, NoiseLevel level) {
        Tensor guided = guidance.combine(outputs, level);
        if (outputs.size() == 1) {
            return guided;
        }
        Tensor rescaled = guided.mul(deviation(outputs.get(1)).div(deviation(guided)));
        return Tensors.sum(share, rescaled, 1 - share, guided);
    }

    private static Tensor deviation(Tensor x) {
        long[] all = LongStream.range(1, x.dim()).toArray();
        return x.std(all, true, true);
    }
}
