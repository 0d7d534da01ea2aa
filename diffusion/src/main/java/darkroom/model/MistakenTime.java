package darkroom.model;

import darkroom.guide.Condition;
import darkroom.objective.Objective;
import darkroom.objective.PredictionType;
import darkroom.sample.Denoiser;
import darkroom.schedule.Step;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * A denoiser that is told another timestep than that of its samples; all else, the meaning of its output included, stays.
 *
 * @param denoiser who is misled
 * @param objective what it was trained for
 * @param by how many timesteps it is off; what it is told is held in [0, T - 1]
 */
public record MistakenTime(Denoiser denoiser, Objective objective, double by) implements Denoiser {

    @Override
    public PredictionType prediction() {
        return denoiser.prediction();
    }

    /** The timestep that is told in a step's place, in [0, T - 1] as diffusers counts. */
    public double told(Step step) {
        double right = step.namesTimestep() ? step.timestep() : objective.timestep(step.from());
        return Math.min(Math.max(right + by, 0), objective.schedule().timesteps() - 1.0);
    }

    @Override
    public Tensor output(Tensor x, Step step, List<Condition> wanted) {
        return denoiser.output(x, new Step(step.from(), step.to(), told(step)), wanted);
    }
}
