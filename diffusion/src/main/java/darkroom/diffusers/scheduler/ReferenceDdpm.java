package darkroom.diffusers.scheduler;

import darkroom.sample.Ddpm;
import darkroom.sample.Estimate;
import darkroom.sample.Move;
import darkroom.sample.Sampler;
import darkroom.sample.SamplingRun;
import darkroom.schedule.Step;
import darkroom.torch.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * DDPM (Ho et al. 2020, eq. 7) in the reference's float32, whose rounding shows where a step is short. Noise is drawn wherever
 * the timestep is not 0, so also where a step leads to no noise; of the variance beta it is then added, too.
 *
 * @param ddpm the method; a variance that the network learned is left to it
 */
record ReferenceDdpm(Ddpm ddpm) implements Sampler {

    private static final double LEAST = 1e-20;

    @Override
    public boolean needsVariance() {
        return ddpm.needsVariance();
    }

    @Override
    public Move step(Estimate now, Step step, SamplingRun run) {
        if (now.variance() != null && needsVariance()) {
            return ddpm.step(now, step, run);
        }
        float from = (float) step.from().alphaBar(),
                to = (float) step.to().alphaBar(),
                kept = from / to,
                beta = 1 - kept;
        double ofX0 = (float) Math.sqrt(to) * beta / (1 - from), ofX = (float) Math.sqrt(kept) * (1 - to) / (1 - from);
        Tensor mean = Tensors.sum(ofX, now.x(), ofX0, now.x0());
        if (step.timestep() == 0) {
            return Move.to(mean);
        }
        double least = Math.max(LEAST, (1 - to) / (1 - from) * beta);
        double variance = ddpm.variance() == Ddpm.Variance.BETA ? beta : least;
        return Move.to(Tensors.sum(1, mean, Math.sqrt(variance), run.freshNoise(mean)));
    }
}
