package darkroom.diffusers.scheduler;

import darkroom.objective.Objective;
import darkroom.objective.PredictionType;
import darkroom.sample.Denoiser;
import darkroom.sample.Row;
import darkroom.torch.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** The model of the reference's runs: {@code 0.5 sin(3 s + 0.001 t)} of what a network is fed, s, and told, t. */
record SineDenoiser(Objective objective, List<Double> told) implements Denoiser {

    @Override
    public PredictionType prediction() {
        return objective.prediction();
    }

    @Override
    public Tensor output(Tensor x, List<Row> rows) {
        Row row = rows.get(0);
        double timestep = row.namesTimestep() ? row.timestep() : objective.timestep(row.level());
        told.add(timestep);
        Tensor phase = Tensors.scaled(3 * objective.inputScale(row.level()), x).add_(new Scalar(0.001 * timestep));
        return Tensors.scaled(0.5, phase.sin_());
    }
}
