package darkroom.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import darkroom.network.AutoencoderKl;
import darkroom.network.AutoencoderKlConfig;
import darkroom.network.ClipText;
import darkroom.network.ClipTextConfig;
import darkroom.network.Conditioning;
import darkroom.network.Dit;
import darkroom.network.DitConfig;
import darkroom.network.Parameters;
import darkroom.network.Parametrised;
import darkroom.network.TextUNet;
import darkroom.network.TextUNetConfig;
import darkroom.sample.Noise;
import darkroom.sample.SeededNoise;
import darkroom.settings.Settings;
import darkroom.settings.Value;
import darkroom.torch.SafeTensors;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.torch.Threads;
import darkroom.torch.TorchOperations;
import darkroom.torch.Weights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks for texts and latents, with what diffusers and transformers compute by them. */
class TextNetworksTest {

    private static final double TOLERANCE = 1e-5, CONFORMANCE = 2e-4;
    private static final int DIGITS = 12;

    @BeforeAll
    static void oneThread() {
        Threads.use(1);
    }

    private static Stream<Named<JsonNode>> cases(String kind) {
        return Reference.list(Reference.read("text_networks.json").get(kind))
                .map(reference -> Named.of(reference.get("name").asText(), reference));
    }

    static Stream<Named<JsonNode>> unets() {
        return cases("unets");
    }

    static Stream<Named<JsonNode>> autoencoders() {
        return cases("autoencoders");
    }

    static Stream<Named<JsonNode>> encoders() {
        return cases("encoders");
    }

    @ParameterizedTest
    @MethodSource("unets")
    void aTextUNetIsTheReferences(JsonNode reference) {
        TextUNetConfig config = TextUNetConfig.of(reference.get("config"));
        TextUNet network = config.network();
        with(network, reference, on -> {
            Noise noise = SeededNoise.of(reference.get("seed").asLong());
            long[] size = network.sampleShape();
            Tensor x = noise.next(2, size[0], size[1], size[2]);
            JsonNode widths = reference.at("/config/cross_attention_dim");
            long width = widths.isArray() ? widths.get(1).asLong() : widths.asLong();
            Tensor text = noise.next(2, 5, width);
            Tensor pooled = reference.get("pooled").asBoolean() ? noise.next(2, 20) : null;
            Map<String, Tensor> added = new HashMap<>();
            if (pooled != null) {
                float[] sizes = {32, 48, 0, 4, 64, 64, 1024, 1024, 0, 0, 1024, 1024};
                added.put(TextUNet.SIZES, Tensors.of(sizes, 2, 6));
            }
            if (reference.get("config").has("time_cond_proj_dim")) {
                added.put(TextUNet.GUIDANCE, noise.next(2, 16));
            }
            Tensor labels = Tensors.of(new long[] {1, 6}, 2);
            Tensor output = network.forward(
                    on, x, Tensors.of(new float[] {3, 977}, 2), new Conditioning<>(labels, text, pooled, added));
            assertSeen(reference, output);
        });
    }

    @ParameterizedTest
    @MethodSource("autoencoders")
    void anAutoencoderIsTheReferences(JsonNode reference) {
        AutoencoderKlConfig config = Settings.read(AutoencoderKlConfig.class, Value.of(reference.get("config")));
        AutoencoderKl network = config.network();
        with(network, reference, on -> {
            Noise noise = SeededNoise.of(reference.get("seed").asLong());
            long factor = config.reduction();
            Tensor pictures = noise.next(2, config.inChannels(), 4 * factor, 6 * factor);
            Tensor latents = noise.next(2, config.latentChannels(), 4, 6);
            assertSeen(reference.get("moments"), network.encode(on, pictures));
            assertSeen(reference.get("decoded"), network.decode(on, latents));
        });
    }

    @ParameterizedTest
    @MethodSource("encoders")
    void aTextEncoderIsTheReferences(JsonNode reference) {
        ClipTextConfig config = ClipTextConfig.of(reference.get("config"));
        boolean projects = reference.get("projects").asBoolean();
        ClipText network = new ClipText(config, projects);
        Scope.run(() -> {
            new NoGradGuard();
            Map<String, Tensor> values = new HashMap<>();
            for (Parameters.Parameter parameter : Parameters.of(network)) {
                JsonNode weights = reference.get("weights");
                String name = parameter.name(), bare = name.replace("text_model.", "");
                float[] numbers = Reference.floats(weights.has(name) ? weights.get(name) : weights.get(bare));
                values.put(
                        name,
                        Tensors.of(
                                numbers,
                                parameter.shape().stream()
                                        .mapToLong(Long::longValue)
                                        .toArray()));
            }
            try (Weights weights = Weights.copyOf(Parameters.of(network), values)) {
                long[][] ids = Reference.list(reference.get("ids"))
                        .map(Reference::longs)
                        .toArray(long[][]::new);
                long[] flat = Stream.of(ids).flatMapToLong(Arrays::stream).toArray();
                long[] ends = Stream.of(ids).mapToLong(config::end).toArray();
                ClipText.Encoded<Tensor> encoded = network.forward(
                        new TorchOperations(weights),
                        Tensors.of(flat, ids.length, ids[0].length),
                        Tensors.of(ends, ends.length));
                assertNumbers(reference.get("last"), encoded.last());
                assertNumbers(reference.get("last_but_one"), encoded.lastButOne());
                assertNumbers(reference.get("pooled"), encoded.pooled());
            }
        });
    }

    @Test
    void savedNetworksComputeWhatTheirAuthorComputed() throws IOException {
        assumeTrue(Conformance.isPresent());
        Path unet = Conformance.path("checkpoints/unet2d_condition");
        TextUNet network = TextUNetConfig.of(config(unet)).network();
        saved(
                network,
                unet,
                (on, io) -> assertArrayEquals(
                        Tensors.doubles(io.get("out.sample")),
                        Tensors.doubles(network.forward(
                                on,
                                io.get("in.sample"),
                                io.get("in.timestep"),
                                new Conditioning<>(null, io.get("in.encoder_hidden_states"), null, Map.of()))),
                        CONFORMANCE));
        Path folder = Conformance.path("checkpoints/autoencoder_kl");
        AutoencoderKl autoencoder = Settings.read(AutoencoderKlConfig.class, Value.of(config(folder)))
                .network();
        saved(autoencoder, folder, (on, io) -> {
            Tensor moments = autoencoder.encode(on, io.get("in.sample"));
            assertArrayEquals(
                    Tensors.doubles(io.get("out.mean")), Tensors.doubles(moments.narrow(1, 0, 4)), CONFORMANCE);
            assertArrayEquals(
                    Tensors.doubles(io.get("out.logvar")), Tensors.doubles(moments.narrow(1, 4, 4)), CONFORMANCE);
            assertArrayEquals(
                    Tensors.doubles(io.get("out.decoded_mode")),
                    Tensors.doubles(autoencoder.decode(on, io.get("out.mode"))),
                    CONFORMANCE);
        });
    }

    @Test
    void aSavedTransformerComputesWhatItsAuthorComputed() throws IOException {
        assumeTrue(Conformance.isPresent());
        Path folder = Conformance.path("checkpoints/dit");
        Dit network = DitConfig.of(config(folder)).network();
        saved(
                network,
                folder,
                (on, io) -> assertArrayEquals(
                        Tensors.doubles(io.get("out.sample")),
                        Tensors.doubles(network.forward(
                                on,
                                io.get("in.hidden_states"),
                                io.get("in.timestep"),
                                Conditioning.ofLabels(io.get("in.class_labels")))),
                        CONFORMANCE));
    }

    private static JsonNode config(Path folder) throws IOException {
        return new ObjectMapper().readTree(folder.resolve("config.json").toFile());
    }

    private static void saved(Parametrised network, Path folder, BiConsumer<TorchOperations, Map<String, Tensor>> body)
            throws IOException {
        Scope.run(() -> {
            new NoGradGuard();
            Map<String, Tensor> values = read(folder.resolve("diffusion_pytorch_model.safetensors"));
            try (Weights weights = Weights.copyOf(Parameters.of(network), values)) {
                body.accept(new TorchOperations(weights), read(folder.resolve("io.safetensors")));
            }
        });
    }

    private static Map<String, Tensor> read(Path file) {
        try {
            return SafeTensors.read(file).tensors();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a body with the weights of the seed, which must be the reference's to the last bit. */
    private static void with(Parametrised network, JsonNode reference, Consumer<TorchOperations> body) {
        Scope.run(() -> {
            new NoGradGuard();
            long seed = reference.get("seed").asLong();
            try (Weights weights = Weights.initial(Parameters.of(network), seed)) {
                Map<String, String> expected = new TreeMap<>(), found = new TreeMap<>();
                reference
                        .get("parameters")
                        .fields()
                        .forEachRemaining(
                                one -> expected.put(one.getKey(), one.getValue().asText()));
                weights.byName()
                        .forEach((name, weight) ->
                                found.put(name, Reference.digest(weight).substring(0, DIGITS)));
                assertEquals(expected, found);
                body.accept(new TorchOperations(weights));
            }
        });
    }

    private static void assertSeen(JsonNode expected, Tensor pictures) {
        Tensor corner = pictures.select(0, 0).select(0, -1);
        long height = corner.size(0), width = corner.size(1);
        assertNumbers(
                expected.get("expected_slice"),
                corner.narrow(0, height - 3, 3).narrow(1, width - 3, 3).contiguous());
        assertNumbers(expected.get("expected_means"), pictures.mean(2, 3));
    }

    private static void assertNumbers(JsonNode expected, Tensor numbers) {
        assertArrayEquals(Reference.doubles(expected), Tensors.doubles(numbers), TOLERANCE);
    }
}
