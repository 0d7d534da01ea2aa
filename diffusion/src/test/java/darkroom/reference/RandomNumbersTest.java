package darkroom.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.sample.SeededNoise;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.Arrays;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RandomNumbersTest {

    static Stream<JsonNode> cases() {
        return Reference.list(Reference.read("randn.json").get("cases"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void seededNoiseEqualsPythonsToTheLastBit(JsonNode reference) {
        Scope.run(() -> {
            SeededNoise noise = SeededNoise.of(reference.get("seed").asLong());
            for (JsonNode draw : reference.get("draws")) {
                Tensor drawn = noise.next(Reference.longs(draw.get("shape")));
                float[] first = Reference.floats(draw.get("first"));
                assertArrayEquals(first, Arrays.copyOf(Tensors.floats(drawn), first.length));
                assertEquals(draw.get("sha256").asText(), Reference.digest(drawn));
            }
        });
    }
}
