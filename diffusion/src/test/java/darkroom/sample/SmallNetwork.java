package darkroom.sample;

import darkroom.model.NetworkDenoiser;
import darkroom.network.Parameters;
import darkroom.network.UNet;
import darkroom.network.UNetConfig;
import darkroom.objective.Input;
import darkroom.objective.LevelDistribution;
import darkroom.objective.LossWeight;
import darkroom.objective.Objective;
import darkroom.objective.PredictionType;
import darkroom.schedule.DiscreteSchedule;
import darkroom.schedule.Schedules;
import darkroom.torch.TorchOperations;
import darkroom.torch.Weights;
import java.util.List;
import java.util.Map;

/** An untrained network of 8x8 pictures in three classes, with attention. */
final class SmallNetwork implements AutoCloseable {

    static final DiscreteSchedule SCHEDULE = Schedules.discrete("squaredcos_cap_v2", 1000);

    private static final UNet NETWORK = new UNet(UNetConfig.of(Map.of(
            "sample_size", 8,
            "in_channels", 1,
            "out_channels", 1,
            "block_out_channels", List.of(8, 16),
            "down_block_types", List.of("DownBlock2D", "AttnDownBlock2D"),
            "up_block_types", List.of("AttnUpBlock2D", "UpBlock2D"),
            "layers_per_block", 1,
            "norm_num_groups", 4,
            "num_class_embeds", 4)));

    private final Weights weights = Weights.initial(Parameters.of(NETWORK), 3);
    private final TorchOperations operations = new TorchOperations(weights);

    Denoiser denoiser() {
        return NetworkDenoiser.of(
                NETWORK,
                operations,
                new Objective(
                        SCHEDULE, PredictionType.V, LossWeight.UNIFORM, LevelDistribution.UNIFORM, Input.TIMESTEP));
    }

    @Override
    public void close() {
        operations.close();
        weights.close();
    }
}
