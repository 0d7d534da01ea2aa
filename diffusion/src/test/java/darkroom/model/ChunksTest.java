package darkroom.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.network.Network;
import darkroom.network.Parameters;
import darkroom.network.UNet;
import darkroom.network.UNetConfig;
import darkroom.objective.Objective;
import darkroom.sample.Chunked;
import darkroom.torch.Weights;
import darkroom.train.Recipe;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** How many pictures a model sends through its network at once. */
class ChunksTest {

    private static UNet network(int size) {
        return new UNet(UNetConfig.of(Map.of(
                "in_channels",
                1,
                "out_channels",
                1,
                "block_out_channels",
                List.of(64, 128, 128),
                "down_block_types",
                List.of("DownBlock2D", "AttnDownBlock2D", "DownBlock2D"),
                "up_block_types",
                List.of("UpBlock2D", "AttnUpBlock2D", "UpBlock2D"),
                "sample_size",
                size,
                "layers_per_block",
                2,
                "attention_head_dim",
                32)));
    }

    private static Model model(Network network) {
        Recipe recipe = Tiny.recipe();
        Objective objective = Objects.requireNonNull(recipe.objective()).objective();
        return new Model(recipe, network, Weights.initial(Parameters.of(network), 0), objective, List.of());
    }

    private static int together(Model model) {
        return ((Chunked) model.denoiser()).rows();
    }

    @Test
    void anOrdinaryBatchOfSmallPicturesGoesThroughAtOnce() {
        try (Model model = model(network(32));
                Model half = model.bfloat16()) {
            assertTrue(together(model) >= 16, () -> together(model) + " rows");
            assertEquals(2 * together(model), together(half), 1);
        }
    }

    @Test
    void largePicturesGoThroughInTheSmallestChunks() {
        try (Model model = model(network(256))) {
            assertEquals(1, together(model));
        }
    }
}
