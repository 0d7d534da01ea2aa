package darkroom.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.network.Parameters.Initial;
import darkroom.network.Parameters.Parameter;
import darkroom.reference.Conformance;
import darkroom.reference.Reference;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.torch.TorchOperations;
import darkroom.torch.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * A part of a network whose inputs and weights come from one stream of random numbers, inputs first, as in diffusers' own tests.
 *
 * @param inputs in the order in which they are drawn
 * @param weights what draws its weights behind them
 */
record SeededPart(List<Parameter> inputs, Parametrised weights, long seed) {

    /** All digits of what diffusers gave; what its own tests expect has four. */
    static final double EXACT = 1e-5;

    /** What goes into a part, by name. */
    record Given(TorchOperations on, Weights all) {
        Tensor get(String name) {
            return all.get(name);
        }

        /** The time, for a part that is told one. */
        Told<Tensor> told() {
            return new Told<>(on.silu(all.byName().getOrDefault("time", get("x"))), null);
        }
    }

    interface Forward {
        Tensor of(Given given);
    }

    /** A kind of part: what our script drew from diffusers, and what diffusers' own tests expect where that is at hand. */
    static Stream<JsonNode> references(String kind) {
        return Stream.concat(
                Reference.list(Reference.read("blocks.json").get(kind)),
                Conformance.list("diffusers_model_conformance.json", kind));
    }

    static Parameter input(String name, long... shape) {
        return new Parameter(name, Arrays.stream(shape).boxed().toList(), Initial.NORMAL, 1);
    }

    /**
     * Compares an output's corner, and the means of its pictures' channels where they are known.
     *
     * @param expected holds {@code expected_slice}, and {@code expected_means} if it has all its digits
     * @param tolerance where it has not
     */
    void check(JsonNode expected, double tolerance, Forward forward) {
        List<Parameter> all = new ArrayList<>(inputs);
        all.addAll(Parameters.of(weights));
        JsonNode means = expected.get("expected_means");
        try (Weights drawn = Weights.initial(all, seed)) {
            Scope.run(() -> {
                new NoGradGuard();
                Tensor output = forward.of(new Given(new TorchOperations(drawn), drawn));
                Tensor pictures =
                        output.dim() == 4 ? output : output.unsqueeze(0).unsqueeze(0);
                Tensor corner = pictures.select(0, 0).select(0, -1);
                corner = corner.narrow(0, corner.size(0) - 3, 3).narrow(1, corner.size(1) - 3, 3);
                assertArrayEquals(
                        Reference.doubles(expected.get("expected_slice")),
                        Tensors.doubles(corner),
                        means == null ? tolerance : EXACT);
                if (means != null) {
                    Tensor own = pictures.flatten(2, 3).mean(2);
                    assertArrayEquals(Reference.doubles(means), Tensors.doubles(own), EXACT);
                }
            });
        }
    }
}
