package darkroom.model;

import darkroom.network.Network;
import darkroom.network.TorchOperations;
import darkroom.network.Weights;
import darkroom.objective.Objective;
import darkroom.sample.Denoiser;
import java.util.List;
import org.bytedeco.pytorch.global.torch;

/**
 * A trained network with what it was trained for.
 *
 * @param name by which people call it
 * @param network its structure
 * @param weights its numbers, float32; the model's to close
 * @param objective what it was trained for
 * @param labels the names of the classes that may be asked for, by label; empty when it was trained without
 */
public record Model(String name, Network network, Weights weights, Objective objective, List<String> labels)
        implements AutoCloseable {

    public Model {
        labels = List.copyOf(labels);
    }

    /** The model as a denoiser in float32: reproducible to the bit. */
    public Denoiser denoiser() {
        return new NetworkDenoiser(
                network, new TorchOperations(weights), torch.ScalarType.Float, objective, labels.size());
    }

    /** A copy of the model in bfloat16, the fast type where the processor has it; as a denoiser. */
    public Denoiser bfloat16Denoiser() {
        Weights converted = weights.converted(torch.ScalarType.BFloat16);
        return new NetworkDenoiser(
                network, new TorchOperations(converted), torch.ScalarType.BFloat16, objective, labels.size());
    }

    /**
     * The label of a name or number.
     *
     * @throws IllegalArgumentException when the model has no such label
     */
    public int label(String nameOrNumber) {
        int named = labels.indexOf(nameOrNumber);
        if (named >= 0) {
            return named;
        }
        if (nameOrNumber.matches("\\d{1,6}") && Integer.parseInt(nameOrNumber) < labels.size()) {
            return Integer.parseInt(nameOrNumber);
        }
        throw new IllegalArgumentException(
                labels.isEmpty()
                        ? "The model " + name + " was trained without labels, so '" + nameOrNumber
                                + "' cannot be asked for."
                        : "The model " + name + " has no label '" + nameOrNumber + "': it knows "
                                + String.join(", ", labels) + ", or their numbers from 0.");
    }

    @Override
    public void close() {
        weights.close();
    }
}
