package darkroom.diffusers.scheduler;

import darkroom.guide.Condition;
import darkroom.guide.Guidance;
import darkroom.objective.Objective;
import darkroom.objective.PredictionType;
import darkroom.sample.Denoiser;
import darkroom.sample.Row;
import darkroom.sample.Sampling;
import darkroom.sample.SamplingRun;
import darkroom.sample.SeededNoise;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** The model of the reference's runs: {@code 0.5 sin(3 s + 0.001 t)} of what a network is fed, s, and told, t. */
record SineDenoiser(Objective objective, List<Double> told) implements Denoiser {

    private static final int VALUES = 4 * 3 * 8 * 8;

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

    /** Where a run of the model from the reference's sample ends; what the model was told is added to a list. */
    static double[] end(Plan plan, List<Double> told) {
        SineDenoiser denoiser = new SineDenoiser(plan.objective(), told);
        Sampling sampling = plan.sampling(denoiser, Condition.NONE, Guidance.NONE);
        double[] found = new double[VALUES];
        Scope.run(() -> {
            Tensor start = Tensors.scaled(plan.start(), ramp());
            try (SamplingRun run = SamplingRun.from(sampling, SeededNoise.of(0), start)) {
                run.finish(each -> {});
                System.arraycopy(Tensors.doubles(run.x()), 0, found, 0, VALUES);
            }
        });
        return found;
    }

    /** The reference's sample: {@code (((c * 8 + h) * 8 + w) * 4 + b) / 768}. */
    private static Tensor ramp() {
        float[] values = new float[VALUES];
        for (int b = 0; b < 4; b++) {
            for (int i = 0; i < 192; i++) {
                values[b * 192 + i] = (i * 4 + b) / 768f;
            }
        }
        return Tensors.of(values, 4, 3, 8, 8);
    }
}
