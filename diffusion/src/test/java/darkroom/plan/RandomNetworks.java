package darkroom.plan;

import darkroom.network.Network;
import darkroom.network.UNet;
import darkroom.network.UNetConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** U-Nets with options drawn from a seed: sizes, channels, groups, kinds of blocks, ways of telling time and class. */
final class RandomNetworks {

    private static final List<String> SKIPPING = List.of("Skip", "AttnSkip");

    private final Random random;

    private RandomNetworks(long seed) {
        random = new Random(seed);
    }

    static UNet of(long seed) {
        return new UNet(new RandomNetworks(seed).config());
    }

    /** One of so many channels that most of its convolutions are by Winograd's algorithm. */
    static Network wide() {
        return new UNet(UNetConfig.of(Map.of(
                "sample_size", 32,
                "in_channels", 1,
                "out_channels", 1,
                "block_out_channels", List.of(64, 128),
                "down_block_types", List.of("DownBlock2D", "AttnDownBlock2D"),
                "up_block_types", List.of("AttnUpBlock2D", "UpBlock2D"),
                "layers_per_block", 2)));
    }

    /** A small network with attention that is told a class, always the same one. */
    static UNet labelled() {
        return new UNet(UNetConfig.of(Map.of(
                "in_channels", 2,
                "out_channels", 2,
                "block_out_channels", List.of(8, 16),
                "down_block_types", List.of("DownBlock2D", "AttnDownBlock2D"),
                "up_block_types", List.of("AttnUpBlock2D", "UpBlock2D"),
                "sample_size", 8,
                "layers_per_block", 1,
                "norm_num_groups", 4,
                "num_class_embeds", 7)));
    }

    private UNetConfig config() {
        boolean skipping = random.nextInt(5) == 0;
        int blocks = 1 + random.nextInt(3), groups = skipping ? 4 : pick(1, 2, 4, 8);
        int unit = skipping ? 32 : groups * pick(1, 2, 3);
        List<Integer> channels = new ArrayList<>();
        List<String> down = new ArrayList<>(), up = new ArrayList<>();
        for (int i = 0; i < blocks; i++) {
            channels.add(unit * (1 + random.nextInt(3)) * (unit % 2 == 0 ? 1 : 2));
            String kind = skipping ? pick(SKIPPING) : pick(List.of("", "Attn", "Resnet"));
            down.add(kind.equals("Resnet") ? "ResnetDownsampleBlock2D" : kind + "DownBlock2D");
            up.add(0, kind.equals("Resnet") ? "ResnetUpsampleBlock2D" : kind + "UpBlock2D");
        }
        int multiple = 1 << (blocks - 1), colours = skipping ? 3 : pick(1, 2, 3);
        Map<String, Object> options = new HashMap<>(Map.of(
                "in_channels", colours,
                "out_channels", colours,
                "block_out_channels", channels,
                "down_block_types", down,
                "up_block_types", up,
                "layers_per_block", 1 + random.nextInt(2),
                "sample_size", List.of(multiple * (1 + random.nextInt(5)), multiple * (1 + random.nextInt(5)))));
        options.put("norm_num_groups", groups);
        options.put("attention_head_dim", pick(1, 2, Collections.min(channels)));
        options.put("downsample_padding", skipping ? 1 : random.nextInt(2));
        options.put("downsample_type", pick(List.of("conv", "resnet")));
        options.put("upsample_type", pick(List.of("conv", "resnet")));
        options.put("act_fn", pick(List.of("silu", "mish", "gelu", "relu")));
        options.put("resnet_time_scale_shift", skipping ? "default" : pick(List.of("default", "scale_shift")));
        options.put("time_embedding_type", pick(List.of("positional", "fourier", "learned")));
        options.put("num_train_timesteps", 1000);
        options.put("center_input_sample", random.nextBoolean());
        options.put("mid_block_scale_factor", pick(List.of(1.0, 1.5)));
        options.put("add_attention", random.nextBoolean());
        options.put("flip_sin_to_cos", random.nextBoolean());
        switch (random.nextInt(3)) {
            case 0 -> options.put("num_class_embeds", 7);
            case 1 -> options.put("class_embed_type", "timestep");
            default -> {}
        }
        return UNetConfig.of(options);
    }

    private int pick(Integer... choices) {
        return pick(List.of(choices));
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
