package darkroom.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.network.Conditioning;
import darkroom.network.Operations;
import darkroom.network.Outline;
import darkroom.network.Parameters;
import darkroom.network.UNet;
import darkroom.network.UNetConfig;
import darkroom.sample.SeededNoise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Passes that are watched and altered, and the outline that is read off a pass. */
class WatcherTest {

    private static final UNet TINY = unet("""
            {"sample_size": 8, "block_out_channels": [8], "down_block_types": ["DownBlock2D"],
             "up_block_types": ["UpBlock2D"], "layers_per_block": 1, "add_attention": false}""");

    @BeforeAll
    static void oneThread() {
        Threads.use(1);
    }

    private static UNet unet(String options) {
        try {
            ObjectNode all = (ObjectNode) new ObjectMapper().readTree("""
                    {"in_channels": 1, "out_channels": 1, "norm_num_groups": 4}""");
            all.setAll((ObjectNode) new ObjectMapper().readTree(options));
            return new UNet(UNetConfig.of(all));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static Stream<Named<UNet>> networks() {
        return Stream.of(
                Named.of("tiny", TINY),
                Named.of("attention on the way, classes", unet("""
                        {"sample_size": 8, "block_out_channels": [8, 16], "layers_per_block": 2,
                         "down_block_types": ["DownBlock2D", "AttnDownBlock2D"], "attention_head_dim": 4,
                         "up_block_types": ["AttnUpBlock2D", "UpBlock2D"], "num_class_embeds": 3}""")),
                Named.of("three sizes, resizing by residual blocks and by padding", unet("""
                        {"sample_size": 16, "in_channels": 2, "out_channels": 3, "block_out_channels": [8, 12, 16],
                         "down_block_types": ["ResnetDownsampleBlock2D", "DownBlock2D", "DownBlock2D"],
                         "up_block_types": ["UpBlock2D", "UpBlock2D", "ResnetUpsampleBlock2D"],
                         "layers_per_block": 1, "downsample_padding": 0, "resnet_time_scale_shift": "scale_shift",
                         "attn_norm_num_groups": 4, "attention_head_dim": 8}""")));
    }

    /** Keeps the shapes that it is shown, and the sums of what attention weighs. */
    private static final class Witness implements Watcher {

        private final Map<String, List<Long>> parts = new LinkedHashMap<>();
        private final Map<String, List<Long>> skips = new LinkedHashMap<>();
        private final Map<String, Tensor> attention = new LinkedHashMap<>();

        @Override
        public Tensor part(String name, Tensor result) {
            List<Long> shape = Tensors.shape(result);
            parts.put(name, shape.subList(1, shape.size()));
            return result;
        }

        @Override
        public Tensor skip(String into, Tensor brought) {
            skips.put(into, Tensors.shape(brought).subList(1, 4));
            return brought;
        }

        @Override
        public void attention(String name, Tensor weights) {
            attention.put(name, weights);
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void watchingChangesNoBitAndSeesWhatTheOutlineSays(UNet network) {
        try (Weights weights = Weights.initial(Parameters.of(network), 3)) {
            Scope.run(() -> {
                new NoGradGuard();
                Witness witness = new Witness();
                float[] plain = output(network, new TorchOperations(weights));
                assertArrayEquals(plain, output(network, watched(weights, witness)));
                Outline outline = Outline.of(network);
                assertEquals(
                        List.copyOf(witness.parts.keySet()),
                        outline.parts().stream().map(Outline.Part::name).toList());
                outline.parts().forEach(part -> assertEquals(witness.parts.get(part.name()), part.shape()));
                assertEquals(
                        List.copyOf(witness.skips.keySet()),
                        outline.skips().stream().map(Outline.Skip::into).toList());
                outline.skips().forEach(skip -> {
                    assertEquals(witness.skips.get(skip.into()), skip.shape());
                    assertEquals(witness.parts.get(skip.from()), skip.shape());
                });
                assertEquals(
                        weights.flat().numel(),
                        outline.parts().stream()
                                .mapToLong(Outline.Part::parameters)
                                .sum());
                witness.attention.forEach((name, seen) -> {
                    List<Long> shape = outline.part(name).shape();
                    long tokens = shape.get(1) * shape.get(2);
                    assertEquals(List.of(2L, (long) outline.part(name).heads(), tokens, tokens), Tensors.shape(seen));
                    for (float sum : Tensors.floats(seen.sum(3))) {
                        assertEquals(1, sum, 1e-5);
                    }
                });
                assertEquals(
                        outline.parts().stream()
                                .filter(part -> part.heads() > 0)
                                .count(),
                        witness.attention.size());
            });
        }
    }

    @Test
    void theWeightsOfAttentionAreThoseThatMixTheValues() {
        try (Weights weights = Weights.initial(Parameters.of(TINY), 1)) {
            Scope.run(() -> {
                SeededNoise noise = SeededNoise.of(5);
                Tensor query = noise.next(2, 6, 8), key = noise.next(2, 6, 8), value = noise.next(2, 6, 8);
                Witness witness = new Witness();
                Tensor mixed = watched(weights, witness).attention("here", query, key, value, 4);
                Tensor seen = witness.attention.get("here");
                Tensor heads = value.view(2, 6, 4, 2).transpose(1, 2);
                Tensor expected = torch.matmul(seen, heads).transpose(1, 2).reshape(2, 6, 8);
                assertArrayEquals(Tensors.floats(expected), Tensors.floats(mixed), 1e-6f);
            });
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1})
    void aCutSkipGivesWhatANetworkGivesThatIsWrittenOutByHand(int cut) {
        try (Weights weights = Weights.initial(Parameters.of(TINY), 4)) {
            Scope.run(() -> {
                new NoGradGuard();
                String into = "up_blocks.0.resnets." + cut;
                float[] altered = output(TINY, watched(weights, Watcher.cutting(into)));
                assertArrayEquals(Tensors.floats(byHand(weights, cut)), altered, 1e-5f);
                boolean same = Arrays.equals(output(TINY, new TorchOperations(weights)), altered);
                assertEquals(cut < 0, same);
            });
        }
    }

    @Test
    void whatAPartGaveCanBeReplaced() {
        try (Weights weights = Weights.initial(Parameters.of(TINY), 4)) {
            Scope.run(() -> {
                new NoGradGuard();
                Watcher zeros = new Watcher() {
                    @Override
                    public Tensor part(String name, Tensor result) {
                        return name.equals("conv_out") ? torch.zeros_like(result) : result;
                    }
                };
                float[] none = output(TINY, watched(weights, zeros));
                assertArrayEquals(new float[none.length], none);
                assertFalse(Arrays.equals(none, output(TINY, new TorchOperations(weights))));
            });
        }
    }

    @Test
    void aPartThatIsNotThereIsNamed() {
        Exception refused = assertThrows(
                IllegalArgumentException.class, () -> Outline.of(TINY).part("mid_block.attentions.0"));
        assertEquals("The network has no part named mid_block.attentions.0.", refused.getMessage());
    }

    private static Operations<Tensor> watched(Weights weights, Watcher watcher) {
        return new WatchedOperations(new TorchOperations(weights), watcher);
    }

    private static float[] output(UNet network, Operations<Tensor> on) {
        long[] shape = network.sampleShape();
        Tensor x = SeededNoise.of(9).next(2, shape[0], shape[1], shape[2]);
        Conditioning<Tensor> told = Conditioning.ofLabels(Tensors.of(new long[2], 2));
        return Tensors.floats(network.forward(on, x, Tensors.of(new float[] {7, 700}, 2), told));
    }

    /** The tiny network in libtorch's own functions; zeros instead of the skip into a residual block on the way up. */
    private static Tensor byHand(Weights weights, int cut) {
        Tensor x = SeededNoise.of(9).next(2, 1, 8, 8);
        Tensor angles =
                torch.outer(Tensors.of(new float[] {7, 700}, 2), Tensors.of(new float[] {1, 0.1f, 0.01f, 0.001f}, 4));
        Tensor time = linear(weights, "time_embedding.linear_1", Tensors.concatenated(1, angles.cos(), angles.sin()));
        time = torch.silu(linear(weights, "time_embedding.linear_2", torch.silu(time)));
        List<Tensor> skips = new ArrayList<>();
        skips.add(convolution(weights, "conv_in", x, 1));
        skips.add(0, residual(weights, "down_blocks.0.resnets.0", skips.get(0), time));
        Tensor hidden = residual(weights, "mid_block.resnets.0", skips.get(0), time);
        hidden = residual(weights, "mid_block.resnets.1", hidden, time);
        for (int k = 0; k < 2; k++) {
            Tensor skip = k == cut ? torch.zeros_like(skips.get(k)) : skips.get(k);
            hidden = residual(weights, "up_blocks.0.resnets." + k, Tensors.concatenated(1, hidden, skip), time);
        }
        return convolution(weights, "conv_out", torch.silu(norm(weights, "conv_norm_out", hidden)), 1);
    }

    private static Tensor residual(Weights weights, String name, Tensor x, Tensor time) {
        Tensor hidden = convolution(weights, name + ".conv1", torch.silu(norm(weights, name + ".norm1", x)), 1);
        hidden = hidden.add(
                linear(weights, name + ".time_emb_proj", time).unsqueeze(2).unsqueeze(3));
        hidden = convolution(weights, name + ".conv2", torch.silu(norm(weights, name + ".norm2", hidden)), 1);
        boolean widens = weights.byName().containsKey(name + ".conv_shortcut.weight");
        return hidden.add(widens ? convolution(weights, name + ".conv_shortcut", x, 0) : x);
    }

    private static Tensor convolution(Weights weights, String name, Tensor x, int padding) {
        return torch.conv2d(
                x,
                weights.get(name + ".weight"),
                new TensorOptional(weights.get(name + ".bias")),
                new long[] {1, 1},
                new long[] {padding, padding},
                new long[] {1, 1},
                1);
    }

    private static Tensor linear(Weights weights, String name, Tensor x) {
        return torch.linear(x, weights.get(name + ".weight"), new TensorOptional(weights.get(name + ".bias")));
    }

    private static Tensor norm(Weights weights, String name, Tensor x) {
        return torch.group_norm(
                x,
                4,
                new TensorOptional(weights.get(name + ".weight")),
                new TensorOptional(weights.get(name + ".bias")),
                1e-5,
                false);
    }
}
