package darkroom.guide;

import darkroom.schedule.NoiseLevel;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Guides only while the noise lies in an interval (Kynkaanniemi et al. 2024, eq. 6); elsewhere the condition is followed as
 * it was trained.
 *
 * @param inside what is done in the interval
 * @param least the smallest {@code sigma / alpha} that is guided, at least 0
 * @param most the largest, not below {@code least}; may be infinite
 */
public record GuidanceInterval(Guidance inside, double least, double most) implements Guidance {

    public GuidanceInterval {
        if (!(least >= 0 && least <= most)) {
            throw new IllegalArgumentException(
                    "A guidance interval needs 0 <= least <= most, not " + least + " and " + most + ".");
        }
    }

    @Override
    public List<Condition> wanted(Condition condition, NoiseLevel level) {
        return at(level).wanted(condition, level);
    }

    @Override
    public Tensor combine(List<Tensor> outputs, NoiseLevel level) {
        return at(level).combine(outputs, level);
    }

    private Guidance at(NoiseLevel level) {
        double ratio = level.sigma() / level.alpha();
        return ratio >= least && ratio <= most ? inside : Guidance.NONE;
    }
}
