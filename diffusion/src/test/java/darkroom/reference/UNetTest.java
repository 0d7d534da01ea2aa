package darkroom.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.network.Conditioning;
import darkroom.network.Parameters;
import darkroom.network.UNet;
import darkroom.network.UNetConfig;
import darkroom.sample.SeededNoise;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.torch.TorchOperations;
import darkroom.torch.Weights;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UNetTest {

    static Stream<Named<JsonNode>> cases() {
        return Reference.list(Reference.read("unets.json").get("cases"))
                .map(reference -> Named.of(reference.get("name").asText(), reference));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void seededWeightsEqualTheReferenceToTheLastBit(JsonNode reference) {
        UNet network = new UNet(UNetConfig.of(reference.get("config")));
        try (Weights weights =
                Weights.initial(Parameters.of(network), reference.get("seed").asLong())) {
            JsonNode parameters = reference.get("parameters");
            // The reference lists a block's parts in another order than it makes them.
            assertEquals(
                    Reference.list(parameters)
                            .map(parameter -> parameter.get("name").asText())
                            .collect(Collectors.toSet()),
                    weights.byName().keySet());
            for (JsonNode parameter : parameters) {
                String name = parameter.get("name").asText();
                Tensor weight = weights.get(name);
                assertArrayEquals(
                        Reference.longs(parameter.get("shape")),
                        Tensors.shape(weight).stream()
                                .mapToLong(Long::longValue)
                                .toArray(),
                        name);
                float[] first = Reference.floats(parameter.get("first"));
                assertArrayEquals(first, Arrays.copyOf(Tensors.floats(weight), first.length), name);
                assertEquals(parameter.get("sha256").asText(), Reference.digest(weight), name);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theForwardPassGivesWhatTheReferenceGives(JsonNode reference) {
        UNet network = new UNet(UNetConfig.of(reference.get("config")));
        long seed = reference.get("seed").asLong();
        try (Weights weights = Weights.initial(Parameters.of(network), seed)) {
            Scope.run(() -> {
                new NoGradGuard();
                long[] sample = network.sampleShape();
                Tensor x = SeededNoise.of(seed).next(2, sample[0], sample[1], sample[2]);
                Tensor timesteps = Tensors.of(Reference.floats(reference.get("timesteps")), 2);
                long[] labels = Reference.longs(reference.get("labels"));
                Tensor told = Tensors.of(labels.length == 0 ? new long[2] : labels, 2);
                Tensor output =
                        network.forward(new TorchOperations(weights), x, timesteps, Conditioning.ofLabels(told));
                assertArrayEquals(Reference.doubles(reference.get("output")), Tensors.doubles(output), 1e-5);
            });
        }
    }
}
