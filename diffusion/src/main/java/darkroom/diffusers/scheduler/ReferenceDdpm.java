package darkroom.diffusers.scheduler;

import darkroom.sample.Ddpm;
import darkroom.sample.Estimate;
import darkroom.sample.Move;
import darkroom.sample.Sampler;
import darkroom.sample.SamplingRun;
import darkroom.schedule.NoiseLevel;
import darkroom.schedule.Step;
import darkroom.torch.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * DDPM as the reference has it: noise is drawn wherever the timestep is not 0, so also where a step leads to no noise; of
 * the variance beta it is then added, too.
 *
 * @param ddpm the method
 */
record ReferenceDdpm(Ddpm ddpm) implements Sampler {

    @Override
    public Move step(Estimate now, Step step, SamplingRun run) {
        boolean ends = step.to().sigma() == 0;
        if (!ends && step.timestep() > 0) {
            return ddpm.step(now, step, run);
        }
        if (step.timestep() == 0) {
            return Move.to(
                    ends
                            ? Tensors.scaled(step.to().alpha(), now.x0())
                            : ddpm.terms(step).mean(now.x(), now.x0()));
        }
        NoiseLevel from = step.from();
        boolean large = ddpm.variance() == Ddpm.Variance.BETA;
        Tensor fresh = run.freshNoise(now.x());
        return Move.to(Tensors.sum(step.to().alpha(), now.x0(), large ? from.sigma() : 0, fresh));
    }
}
