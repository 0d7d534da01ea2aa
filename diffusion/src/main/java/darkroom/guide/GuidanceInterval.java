package darkroom.guide;

import darkroom.schedule.NoiseLevel;
import darkroom.settings.Setting;
import darkroom.settings.Settings;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Guides only while the noise lies in an interval (Kynkaanniemi et al. 2024, eq. 6); elsewhere the condition is followed as
 * it was trained.
 */
public record GuidanceInterval(
        @Setting(value = "how to guide inside of the interval", otherwise = "1")
        Guidance inside,

        @Setting(value = "the smallest sigma / alpha that is guided", otherwise = "0", range = "[0, inf)")
        double least,

        @Setting(value = "the largest; no bound when left out", range = "[0, inf]") @Nullable
        Double most)
        implements Guidance {

    public GuidanceInterval {
        Settings.check(GuidanceInterval.class, inside, least, most);
        Settings.require(
                most == null || least <= most, "most", "most must be at least least, " + least + ", not " + most + ".");
    }

    @Override
    public List<Condition> wanted(Condition condition, NoiseLevel level) {
        return at(level).wanted(condition, level);
    }

    @Override
    public Tensor combine(List<Tensor> outputs, NoiseLevel level) {
        return at(level).combine(outputs, level);
    }

    @Override
    public double scale() {
        return inside.scale();
    }

    private Guidance at(NoiseLevel level) {
        double ratio = level.sigma() / level.alpha();
        return ratio >= least && (most == null || ratio <= most) ? inside : Guidance.NONE;
    }
}
