package darkroom.model;

import darkroom.guide.Condition;
import darkroom.network.Network;
import darkroom.network.TorchOperations;
import darkroom.network.Weights;
import darkroom.objective.Objective;
import darkroom.sample.Denoiser;
import darkroom.sample.Sampling;
import darkroom.sample.SamplingSettings;
import darkroom.train.Recipe;
import java.util.List;
import org.bytedeco.pytorch.global.torch;

/**
 * A trained network with what it was trained for.
 *
 * @param recipe how it was made
 * @param network its structure
 * @param weights its numbers; the model's to close
 * @param objective what it was trained for
 * @param labels the names of the classes that may be asked for, by label; empty when it was trained without
 */
public record Model(Recipe recipe, Network network, Weights weights, Objective objective, List<String> labels)
        implements AutoCloseable {

    public Model {
        labels = List.copyOf(labels);
    }

    /** The name by which people call it. */
    public String name() {
        return recipe.name();
    }

    /** The shape of a sample without the batch: [channels, height, width] of a picture, [dimensions] of a point. */
    public long[] sampleShape() {
        return network.sampleShape();
    }

    /** How it is sampled unless asked otherwise. */
    public SamplingSettings settings() {
        return recipe.sampling() == null
                ? new SamplingSettings(
                        "ddim", null, Math.min(25, objective.schedule().timesteps()), null, null, null)
                : recipe.sampling();
    }

    /** The model as a denoiser, in the type of its weights; in float32 it is reproducible to the bit. */
    public Denoiser denoiser() {
        torch.ScalarType type = weights.flat().scalar_type().intern();
        return new NetworkDenoiser(network, new TorchOperations(weights), type, objective, labels.size());
    }

    /** A copy in bfloat16, the fast type where the processor has it; for the caller to close. */
    public Model bfloat16() {
        return new Model(recipe, network, weights.converted(torch.ScalarType.BFloat16), objective, labels);
    }

    /** What it takes to sample the model. */
    public Sampling sampling(SamplingSettings settings, Condition condition) {
        return settings.sampling(denoiser(), objective.schedule(), condition);
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
                        ? "The model " + name() + " was trained without labels, so '" + nameOrNumber
                                + "' cannot be asked for."
                        : "The model " + name() + " has no label '" + nameOrNumber + "': it knows "
                                + String.join(", ", labels) + ", or their numbers from 0.");
    }

    @Override
    public void close() {
        weights.close();
    }
}
