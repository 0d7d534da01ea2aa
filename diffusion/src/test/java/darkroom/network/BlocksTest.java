package darkroom.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.network.Parameters.Initial;
import darkroom.network.Parameters.Parameter;
import darkroom.network.ResidualBlock.Form;
import darkroom.network.ResidualBlock.Resize;
import darkroom.network.ResidualBlock.Style;
import darkroom.reference.Conformance;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.torch.Threads;
import darkroom.torch.TorchOperations;
import darkroom.torch.Weights;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Layers and blocks with weights from a seed, against the values that diffusers' own tests expect. */
class BlocksTest {

    private static final String FILE = "diffusers_model_conformance.json";
    private static final Set<String> LAYERS = Set.of("Upsample2D", "Downsample2D", "ResnetBlock2D");
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
    private static final int TIME = 128, CHANNELS = 32;
    private static final double EPSILON = 1e-6;
    private static final Style STYLE = new Style(TIME, EPSILON, false, 0, Activation.SILU);

    /** What goes into a block, by name: drawn from the same stream as the weights, in front of them. */
    private record Given(TorchOperations on, Weights all) {
        Tensor get(String name) {
            return all.get(name);
        }
    }

    private interface Block {
        Tensor forward(Given given);
    }

    @BeforeAll
    static void oneThread() {
        Threads.use(1);
    }

    static Stream<Named<JsonNode>> embeddings() {
        return Conformance.list(FILE, "embeddings")
                .flatMap(test -> StreamSupport.stream(test.get("cases").spliterator(), false))
                .map(each -> Named.of(each.get("args").toString(), each));
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("embeddings")
    void sinusoidsAreTheReferences(JsonNode reference) {
        JsonNode options = reference.get("args");
        Scope.run(() -> {
            float scale = options.path("scale").floatValue();
            float[] timesteps = new float[128];
            IntStream.range(0, 128).forEach(t -> timesteps[t] = t * (scale == 0 ? 1 : scale));
            Sinusoids shape = new Sinusoids(
                    64,
                    options.path("flip_sin_to_cos").asBoolean(),
                    options.path("downscale_freq_shift").asDouble(1));
            try (Weights none = Weights.initial(List.of(), 0)) {
                Tensor all = new TorchOperations(none).sinusoids(Tensors.of(timesteps, 128), shape);
                Tensor slice = all.narrow(0, 23, 3).narrow(1, 47, 3);
                assertArrayEquals(numbers(reference.get("expected")), Tensors.doubles(slice), 1e-3);
            }
        });
    }

    static Stream<Named<JsonNode>> layers() {
        return Conformance.list(FILE, "layers")
                .filter(test -> LAYERS.contains(test.at("/module/class").asText()))
                .filter(test -> !test.at("/module/kwargs/use_conv_transpose").asBoolean())
                .map(test -> Named.of(test.get("test").asText(), test));
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("layers")
    void layersAreTheReferences(JsonNode reference) {
        JsonNode options = reference.at("/module/kwargs");
        int out = options.path("out_channels").asInt(CHANNELS);
        boolean convolves = options.path("use_conv").asBoolean();
        List<Parameter> inputs = new ArrayList<>();
        for (JsonNode shape : reference.get("randn_inputs_in_order")) {
            inputs.add(input(inputs.isEmpty() ? "x" : "time", longs(shape)));
        }
        String type = reference.at("/module/class").asText();
        if (type.equals("ResnetBlock2D")) {
            boolean smooth = options.path("kernel").asText().equals("fir");
            Resize resize = options.path("up").asBoolean()
                    ? Resize.DOUBLE
                    : !options.path("down").asBoolean() ? Resize.NONE : smooth ? Resize.SMOOTH_HALVE : Resize.HALVE;
            ResidualBlock block = new ResidualBlock(
                    "block",
                    STYLE,
                    new Form(
                            CHANNELS,
                            CHANNELS,
                            32,
                            32,
                            resize,
                            options.path("use_in_shortcut").asBoolean(),
                            1));
            check(
                    reference.at("/expected/expected_slice"),
                    1e-3,
                    inputs,
                    block,
                    given -> block.forward(given.on, given.get("x"), given.on.silu(given.get("time"))));
            return;
        }
        boolean doubles = type.equals("Upsample2D");
        Parametrised layer = parameters -> {
            if (convolves) {
                parameters.convolution("layer.conv", CHANNELS, out, 3);
            }
        };
        check(
                reference.at("/expected/expected_slice"),
                1e-3,
                inputs,
                layer,
                given -> convolves
                        ? new ResizingConvolution("layer", CHANNELS, doubles, false)
                                .forward(given.on, given.get("x"), given.get("x"))
                        : doubles ? given.on.upsample(given.get("x")) : given.on.averagePool(given.get("x")));
    }

    static Stream<Named<JsonNode>> blocks() {
        return Conformance.list(FILE, "unet_blocks")
                .filter(test -> BLOCKS.contains(test.get("block_class").asText()))
                .map(test -> Named.of(test.get("block_class").asText(), test));
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("blocks")
    void blocksAreTheReferences(JsonNode reference) {
        String type = reference.get("block_class").asText();
        UNetConfig config = UNetConfig.of(Map.of(
                "block_out_channels", List.of(CHANNELS, CHANNELS),
                "down_block_types", List.of("DownBlock2D", "DownBlock2D"),
                "up_block_types", List.of("UpBlock2D", "UpBlock2D"),
                "attention_head_dim", 1,
                "norm_eps", EPSILON));
        Stages stages = new Stages(config, TIME);
        Parameter x = input("x", 4, CHANNELS, 32, 32), time = input("time", 4, TIME);
        JsonNode expected = reference.get("expected_slice");
        switch (reference.get("block_type").asText()) {
            case "down" -> {
                DownStage stage = stages.down("block", type, 1, CHANNELS, CHANNELS, true);
                boolean seen = reference.at("/input_flags/include_skip_sample").asBoolean();
                List<Parameter> inputs = seen ? List.of(x, time, input("picture", 4, 3, 32, 32)) : List.of(x, time);
                check(
                        expected,
                        5e-3,
                        inputs,
                        stage,
                        given -> stage.forward(
                                        given.on,
                                        new Flow<>(given.get("x"), seen ? given.get("picture") : null),
                                        given.on.silu(given.get("time")),
                                        new ArrayDeque<>())
                                .hidden());
            }
            case "mid" -> {
                List<Layer> layers = stages.middle("block", CHANNELS);
                check(expected, 5e-3, List.of(x, time), p -> layers.forEach(l -> l.declare(p)), given -> {
                    Tensor hidden = given.get("x");
                    for (Layer layer : layers) {
                        hidden = layer.forward(given.on, hidden, given.on.silu(given.get("time")));
                    }
                    return hidden;
                });
            }
            default -> {
                UpStage stage = stages.up("block", type, 1, CHANNELS, CHANNELS, CHANNELS, true);
                // The reference seeds anew for what is skipped, and makes the block behind that.
                try (Weights first = Weights.initial(List.of(x, time), 0)) {
                    check(expected, 5e-3, List.of(input("skip", 4, CHANNELS, 32, 32)), stage, 1, given -> {
                        Deque<Tensor> skips = new ArrayDeque<>(List.of(given.get("skip")));
                        return stage.forward(
                                        given.on,
                                        new Flow<>(first.get("x"), null),
                                        given.on.silu(first.get("time")),
                                        skips)
                                .hidden();
                    });
                }
            }
        }
    }

    private static void check(
            JsonNode expected, double tolerance, List<Parameter> inputs, Parametrised layer, Block block) {
        check(expected, tolerance, inputs, layer, 0, block);
    }

    private static void check(
            JsonNode expected, double tolerance, List<Parameter> inputs, Parametrised layer, long seed, Block block) {
        List<Parameter> all = new ArrayList<>(inputs);
        all.addAll(Parameters.of(layer));
        try (Weights weights = Weights.initial(all, seed)) {
            Scope.run(() -> {
                new NoGradGuard();
                Tensor output = block.forward(new Given(new TorchOperations(weights), weights));
                assertEquals(4, output.dim());
                Tensor corner = output.select(0, 0).select(0, -1);
                long high = corner.size(0) - 3, wide = corner.size(1) - 3;
                assertArrayEquals(
                        numbers(expected),
                        Tensors.doubles(corner.narrow(0, high, 3).narrow(1, wide, 3)),
                        tolerance);
            });
        }
    }

    private static Parameter input(String name, long... shape) {
        return new Parameter(name, Arrays.stream(shape).boxed().toList(), Initial.NORMAL, 1);
    }

    private static long[] longs(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToLong(JsonNode::asLong)
                .toArray();
    }

    private static double[] numbers(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }
}
