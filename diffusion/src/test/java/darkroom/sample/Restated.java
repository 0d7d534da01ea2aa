package darkroom.sample;

import darkroom.objective.PredictionType;
import darkroom.schedule.NoiseLevel;
import darkroom.torch.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** A denoiser that says the same as another in outputs of another type; its rows stand at one level. */
record Restated(Denoiser original, PredictionType prediction) implements Denoiser {

    @Override
    public Tensor output(Tensor x, List<Row> rows) {
        NoiseLevel level = rows.get(0).level();
        Estimate said = Estimate.of(x, level, original.output(x, rows), original.prediction(), Clipping.NONE);
        PredictionType.Mix mix = prediction.mix(level);
        return Tensors.sum(mix.ofX0(), said.x0(), mix.ofNoise(), said.epsilon());
    }
}
