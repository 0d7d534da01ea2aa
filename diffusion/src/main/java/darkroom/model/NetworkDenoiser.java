package darkroom.model;

import darkroom.guide.Vocabulary;
import darkroom.network.Network;
import darkroom.objective.Objective;
import darkroom.objective.PredictionType;
import darkroom.sample.Denoiser;
import darkroom.sample.Row;
import darkroom.torch.Evaluator;
import darkroom.torch.Tensors;
import darkroom.torch.TorchEvaluator;
import darkroom.torch.TorchOperations;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * A trained network as a denoiser.
 *
 * @param evaluator who computes it
 * @param objective what it was trained for
 * @param vocabulary what it can be asked for
 */
public record NetworkDenoiser(Evaluator evaluator, Objective objective, Vocabulary vocabulary) implements Denoiser {

    /**
     * A network that libtorch computes and that is asked by its labels.
     *
     * @param on the operations, which outlive the denoiser
     */
    public static NetworkDenoiser of(Network network, TorchOperations on, Objective objective) {
        return new NetworkDenoiser(new TorchEvaluator(network, on, on.type()), objective, Vocabulary.of(network));
    }

    @Override
    public PredictionType prediction() {
        return objective.prediction();
    }

    @Override
    public Tensor output(Tensor x, List<Row> rows) {
        Tensor fed = objective.fed(x, rows.stream().map(Row::level).toList());
        return evaluator.evaluate(
                fed,
                Tensors.of(timesteps(rows), rows.size()),
                vocabulary.told(rows.stream().map(Row::condition).toList()));
    }

    private float[] timesteps(List<Row> rows) {
        float[] timesteps = new float[rows.size()];
        for (int i = 0; i < timesteps.length; i++) {
            Row row = rows.get(i);
            // Found by search, so neighbours share it.
            timesteps[i] = i > 0
                            && row.level().equals(rows.get(i - 1).level())
                            && Double.compare(row.timestep(), rows.get(i - 1).timestep()) == 0
                    ? timesteps[i - 1]
                    : (float) told(row);
        }
        return timesteps;
    }

    private double told(Row row) {
        return row.namesTimestep() ? row.timestep() : objective.timestep(row.level());
    }
}
