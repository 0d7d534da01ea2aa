package darkroom.sample;

import darkroom.guide.Condition;
import darkroom.objective.PredictionType;
import darkroom.schedule.Step;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** Anything that looks at a noisy sample and says what it is made of: a trained network, or a closed form. */
public interface Denoiser {

    /** What the outputs mean. */
    PredictionType prediction();

    /**
     * One evaluation for all conditions.
     *
     * @param x noisy samples [B, ...] at {@code step.from()}
     * @param step the level, and the timestep if the grid names one
     * @param wanted the conditions to evaluate, at least one
     * @return raw outputs [wanted.size() * B, ...], the conditions one after the other, in the type of {@code x}
     */
    Tensor output(Tensor x, Step step, List<Condition> wanted);
}
