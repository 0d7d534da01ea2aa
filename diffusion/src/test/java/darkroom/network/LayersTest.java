package darkroom.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.network.Parameters.Parameter;
import darkroom.network.ResidualBlock.Form;
import darkroom.network.ResidualBlock.Resize;
import darkroom.network.ResidualBlock.Style;
import darkroom.network.SeededPart.Forward;
import darkroom.reference.Reference;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.torch.Threads;
import darkroom.torch.TorchOperations;
import darkroom.torch.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Embeddings and layers with weights from a seed, against what diffusers' give. */
class LayersTest {

    private static final Set<String> LAYERS =
            Set.of("GaussianFourierProjection", "Upsample2D", "Downsample2D", "ResnetBlock2D", "Attention");
    private static final double ROUNDED = 1e-3;
    private static final int CHANNELS = 32;

    private record Part(Parametrised weights, Forward forward) {}

    @BeforeAll
    static void oneThread() {
        Threads.use(1);
    }

    static Stream<Named<JsonNode>> embeddings() {
        return SeededPart.references("embeddings")
                .flatMap(test -> Reference.list(test.get("cases")))
                .map(each -> Named.of(each.get("args").toString(), each));
    }

    @ParameterizedTest
    @MethodSource("embeddings")
    void sinusoidsAreTheReferences(JsonNode reference) {
        JsonNode options = reference.get("args");
        float scale = (float) options.path("scale").asDouble(1);
        Sinusoids shape = new Sinusoids(
                64,
                options.path("flip_sin_to_cos").asBoolean(),
                options.path("downscale_freq_shift").asDouble(1));
        float[] timesteps = new float[128];
        IntStream.range(0, 128).forEach(t -> timesteps[t] = t * scale);
        Scope.run(() -> {
            try (Weights none = Weights.initial(List.of(), 0)) {
                Tensor all = new TorchOperations(none).sinusoids(Tensors.of(timesteps, 128), shape);
                Tensor slice = all.narrow(0, 23, 3).narrow(1, 47, 3);
                assertArrayEquals(Reference.doubles(reference.get("expected")), Tensors.doubles(slice), 1e-4);
            }
        });
    }

    static Stream<Named<JsonNode>> layers() {
        return SeededPart.references("layers")
                .filter(test -> LAYERS.contains(test.at("/module/class").asText()))
                .filter(test -> !test.at("/module/kwargs/use_conv_transpose").asBoolean())
                .map(test -> Named.of(test.get("test").asText(), test));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void layersAreTheReferences(JsonNode reference) {
        List<Parameter> inputs = new ArrayList<>();
        Reference.list(reference.get("randn_inputs_in_order"))
                .forEach(
                        shape -> inputs.add(SeededPart.input(inputs.isEmpty() ? "x" : "time", Reference.longs(shape))));
        Part part = part(reference.at("/module/class").asText(), reference.at("/module/kwargs"));
        new SeededPart(inputs, part.weights, 0).check(reference.get("expected"), ROUNDED, part.forward);
    }

    private static Part part(String type, JsonNode options) {
        return switch (type) {
            case "GaussianFourierProjection" -> {
                TimeInput input =
                        new TimeInput("fourier", options.get("embedding_size").asInt(), new Sinusoids(2, false, 0), 0);
                yield new Part(
                        input, given -> input.forward(given.on(), given.get("x").exp()));
            }
            case "ResnetBlock2D" -> {
                ResidualBlock block = residual(options);
                yield new Part(block, given -> block.forward(given.on(), given.get("x"), given.told()));
            }
            case "Attention" -> {
                AttentionBlock block = new AttentionBlock(
                        "block",
                        CHANNELS,
                        options.get("dim_head").asInt(),
                        options.path("norm_num_groups").asInt(0),
                        1e-5,
                        options.path("rescale_output_factor").asDouble(1));
                yield new Part(block, given -> block.forward(given.on(), given.get("x"), given.told()));
            }
            default -> resizing(type.equals("Upsample2D"), options);
        };
    }

    private static ResidualBlock residual(JsonNode options) {
        boolean smooth = options.path("kernel").asText().equals("fir");
        Resize resize = options.path("up").asBoolean()
                ? smooth ? Resize.SMOOTH_DOUBLE : Resize.DOUBLE
                : !options.path("down").asBoolean() ? Resize.NONE : smooth ? Resize.SMOOTH_HALVE : Resize.HALVE;
        int out = options.path("out_channels").asInt(CHANNELS),
                groups = options.path("groups").asInt(32);
        boolean scaleShift = options.path("time_embedding_norm").asText().equals("scale_shift");
        Style style = new Style(128, options.path("eps").asDouble(1e-6), scaleShift, 0, Activation.SILU);
        Form form = new Form(
                CHANNELS,
                out,
                groups,
                options.path("groups_out").asInt(groups),
                resize,
                options.path("use_in_shortcut").asBoolean(out != CHANNELS),
                options.path("output_scale_factor").asDouble(1));
        return new ResidualBlock("block", style, form);
    }

    private static Part resizing(boolean doubles, JsonNode options) {
        if (!options.get("use_conv").asBoolean()) {
            return new Part(
                    parameters -> {},
                    given -> doubles
                            ? given.on().upsample(given.get("x"))
                            : given.on().averagePool(given.get("x")));
        }
        boolean behind = options.path("padding").asInt(1) == 0;
        int out = options.path("out_channels").asInt(CHANNELS);
        ResizingConvolution layer = new ResizingConvolution("layer", CHANNELS, doubles, behind);
        return new Part(
                parameters -> parameters.convolution("layer.conv", CHANNELS, out, 3),
                given -> layer.forward(given.on(), given.get("x"), given.told()));
    }
}
