package darkroom.sample;

import darkroom.guide.Condition;
import darkroom.objective.PredictionType;
import darkroom.schedule.NoiseLevel;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** Anything that looks at a noisy sample and says what it is made of: a trained network, or a closed form. */
public interface Denoiser {

    /** What the outputs mean. */
    PredictionType prediction();

    /**
     * One evaluation, of rows that may stand at different levels and be asked for different things.
     *
     * @param x noisy samples [B, ...], each at its row's level
     * @param rows B of them
     * @return raw outputs [B, ...] in the type of {@code x}
     */
    Tensor output(Tensor x, List<Row> rows);

    /**
     * One evaluation of samples at one level.
     *
     * @param x noisy samples [B, ...]
     * @param condition what they are asked to be
     * @return raw outputs [B, ...] in the type of {@code x}
     */
    default Tensor output(Tensor x, NoiseLevel level, Condition condition) {
        return output(x, Row.of(level, Double.NaN, List.of(condition), (int) x.size(0)));
    }
}
