package darkroom.model;

import darkroom.objective.Objective;
import darkroom.objective.PredictionType;
import darkroom.sample.Denoiser;
import darkroom.sample.Row;
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

    /** The timestep that is told in a row's place, in [0, T - 1] as diffusers counts. */
    public double told(Row row) {
        double right = row.namesTimestep() ? row.timestep() : objective.timestep(row.level());
        return Math.min(Math.max(right + by, 0), objective.schedule().timesteps() - 1.0);
    }

    @Override
    public Tensor output(Tensor x, List<Row> rows) {
        return denoiser.output(
                x, rows.stream().map(row -> row.withTimestep(told(row))).toList());
    }
}
