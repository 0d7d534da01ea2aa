package darkroom.model;

import darkroom.guide.Condition;
import darkroom.network.Network;
import darkroom.network.Operations;
import darkroom.objective.Objective;
import darkroom.objective.PredictionType;
import darkroom.sample.Denoiser;
import darkroom.schedule.Step;
import darkroom.torch.Tensors;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A trained network as a denoiser.
 *
 * @param network what is evaluated
 * @param on who computes
 * @param type the type that it computes in
 * @param objective what it was trained for
 * @param classes how many labels may be asked for; the network's last class stands for none
 */
public record NetworkDenoiser(
        Network network, Operations<Tensor> on, torch.ScalarType type, Objective objective, int classes)
        implements Denoiser {

    @Override
    public PredictionType prediction() {
        return objective.prediction();
    }

    @Override
    public Tensor output(Tensor x, Step step, List<Condition> wanted) {
        int rows = (int) x.size(0), all = rows * wanted.size();
        Tensor fed = Tensors.scaled(objective.inputScale(step.from()), x).to(type);
        if (wanted.size() > 1) {
            fed = Tensors.concatenated(
                    0, Collections.nCopies(wanted.size(), fed).toArray(Tensor[]::new));
        }
        float[] timesteps = new float[all];
        Arrays.fill(timesteps, (float) (step.namesTimestep() ? step.timestep() : objective.timestep(step.from())));
        long[] labels = new long[all];
        for (int i = 0; i < all; i++) {
            labels[i] = row(wanted.get(i / rows).label(i % rows));
        }
        return network.forward(on, fed, Tensors.of(timesteps, all), Tensors.of(labels, all))
                .to(x.scalar_type());
    }

    private long row(int label) {
        if (label == Condition.NULL_LABEL) {
            return Math.max(0, network.classes() - 1);
        }
        if (label < 0 || label >= classes) {
            throw new IllegalArgumentException(
                    classes == 0
                            ? "This model was trained without labels, so none can be asked for."
                            : "This model knows the labels 0 to " + (classes - 1) + ", not " + label + ".");
        }
        return label;
    }
}
