package darkroom.network;

import static darkroom.network.SeededPart.input;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.network.Parameters.Parameter;
import darkroom.torch.Threads;
import darkroom.torch.Weights;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A U-Net's blocks with weights from a seed, against what diffusers' blocks give. */
class BlocksTest {

    private static final Set<String> BLOCKS = Set.of(
            "DownBlock2D",
            "AttnDownBlock2D",
            "ResnetDownsampleBlock2D",
            "SkipDownBlock2D",
            "AttnSkipDownBlock2D",
            "UNetMidBlock2D",
            "UpBlock2D",
            "AttnUpBlock2D",
            "ResnetUpsampleBlock2D",
            "SkipUpBlock2D",
            "AttnSkipUpBlock2D");
    private static final double ROUNDED = 5e-3;
    private static final int TIME = 128, CHANNELS = 32;
    private static final UNetConfig CONFIG = UNetConfig.of(Map.of(
            "block_out_channels", List.of(CHANNELS, CHANNELS),
            "down_block_types", List.of("DownBlock2D", "DownBlock2D"),
            "up_block_types", List.of("UpBlock2D", "UpBlock2D"),
            "attention_head_dim", 1,
            "norm_eps", 1e-6));
    private static final Stages STAGES = new Stages(CONFIG, TIME);
    private static final Parameter X = input("x", 4, CHANNELS, 32, 32);
    private static final Parameter TOLD = input("time", 4, TIME);

    @BeforeAll
    static void oneThread() {
        Threads.use(1);
    }

    static Stream<Named<JsonNode>> blocks() {
        return SeededPart.references("unet_blocks")
                .filter(test -> BLOCKS.contains(test.get("block_class").asText()))
                .map(test -> Named.of(test.get("block_class").asText(), test));
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void blocksAreTheReferences(JsonNode reference) {
        String type = reference.get("block_class").asText();
        switch (reference.get("block_type").asText()) {
            case "down" ->
                down(
                        reference,
                        STAGES.down("block", type, 1, CHANNELS, CHANNELS, true),
                        reference.at("/input_flags/include_skip_sample").asBoolean());
            case "mid" -> middle(reference, STAGES.middle("block", CHANNELS));
            default -> up(reference, STAGES.up("block", type, 1, CHANNELS, CHANNELS, CHANNELS, true));
        }
    }

    private static void down(JsonNode reference, DownStage stage, boolean seesPicture) {
        List<Parameter> inputs = seesPicture ? List.of(X, TOLD, input("picture", 4, 3, 32, 32)) : List.of(X, TOLD);
        new SeededPart(inputs, stage, 0)
                .check(
                        reference,
                        ROUNDED,
                        given -> stage.forward(
                                        given.on(),
                                        new Flow<>(given.get("x"), seesPicture ? given.get("picture") : null),
                                        given.told(),
                                        new ArrayDeque<>())
                                .hidden());
    }

    private static void middle(JsonNode reference, List<Layer> layers) {
        Parametrised all = parameters -> layers.forEach(layer -> layer.declare(parameters));
        new SeededPart(List.of(X, TOLD), all, 0).check(reference, ROUNDED, given -> {
            Tensor hidden = given.get("x");
            for (Layer layer : layers) {
                hidden = layer.forward(given.on(), hidden, given.told());
            }
            return hidden;
        });
    }

    // The reference seeds anew for what is skipped, and makes the block behind that.
    private static void up(JsonNode reference, UpStage stage) {
        SeededPart part = new SeededPart(List.of(input("skip", 4, CHANNELS, 32, 32)), stage, 1);
        try (Weights first = Weights.initial(List.of(X, TOLD), 0)) {
            part.check(reference, ROUNDED, given -> {
                Deque<Tensor> skips = new ArrayDeque<>(List.of(given.get("skip")));
                Flow<Tensor> flow = new Flow<>(first.get("x"), null);
                return stage.forward(given.on(), flow, new Told<>(given.on().silu(first.get("time")), null), skips)
                        .hidden();
            });
        }
    }
}
