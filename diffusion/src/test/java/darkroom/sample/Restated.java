package darkroom.sample;

import darkroom.guide.Condition;
import darkroom.objective.PredictionType;
import darkroom.schedule.Step;
import darkroom.torch.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** A denoiser that says the same as another in outputs of another type. */
record Restated(Denoiser original, PredictionType prediction) implements Denoiser {

    @Override
    public Tensor output(Tensor x, Step step, List<Condition> wanted) {
        Tensor output = original.output(x, step, wanted);
        Estimate said = Estimate.of(x, step.from(), output, original.prediction(), Clipping.NONE);
        PredictionType.Mix mix = prediction.mix(step.from());
        return Tensors.sum(mix.ofX0(), said.x0(), mix.ofNoise(), said.epsilon());
    }
}
