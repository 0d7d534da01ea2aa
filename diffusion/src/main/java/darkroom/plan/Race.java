package darkroom.plan;

import darkroom.network.Conditioning;
import darkroom.network.Network;
import darkroom.network.Parameters;
import darkroom.network.UNet;
import darkroom.network.UNetConfig;
import darkroom.torch.Evaluator;
import darkroom.torch.Scope;
import darkroom.torch.TorchEvaluator;
import darkroom.torch.TorchOperations;
import darkroom.torch.Weights;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** A small U-Net computed both ways in turns. */
final class Race {

    private static final int WARM_UP = 2;
    private static final int ROUNDS = 6;
    private static final int BATCH = 2;
    private static final int SIZE = 16;
    private static final int CHANNELS = 32;

    /** The shortest time of an evaluation, in milliseconds. */
    record Times(double recorded, double atOnce) {}

    private Race() {}

    /** The times in a precision; infinitely long for steps that cannot be recorded here. */
    static Times run(torch.ScalarType precision) {
        Network network = new UNet(UNetConfig.of(Map.of(
                "sample_size",
                SIZE,
                "in_channels",
                1,
                "out_channels",
                1,
                "block_out_channels",
                List.of(CHANNELS, 2 * CHANNELS),
                "down_block_types",
                List.of("DownBlock2D", "AttnDownBlock2D"),
                "up_block_types",
                List.of("AttnUpBlock2D", "UpBlock2D"),
                "layers_per_block",
                1,
                "norm_num_groups",
                8)));
        try (Weights drawn = Weights.initial(Parameters.of(network), 0);
                Weights weights = drawn.converted(precision);
                TorchOperations on = new TorchOperations(weights);
                RecordedEvaluator recorded = new RecordedEvaluator(network, weights, on)) {
            return between(recorded, new TorchEvaluator(network, on, on.type()));
        }
    }

    private static Times between(Evaluator recorded, Evaluator atOnce) {
        double first = Double.MAX_VALUE, second = Double.MAX_VALUE;
        try {
            for (int i = 0; i < WARM_UP + ROUNDS; i++) {
                double one = milliseconds(recorded), other = milliseconds(atOnce);
                if (i >= WARM_UP) {
                    first = Math.min(first, one);
                    second = Math.min(second, other);
                }
            }
        } catch (NotRecorded e) {
            return new Times(Double.MAX_VALUE, 0);
        }
        return new Times(first, second);
    }

    private static double milliseconds(Evaluator evaluator) {
        return Scope.call(
                () -> {
                    Tensor x = torch.zeros(BATCH, 1, SIZE, SIZE), times = torch.ones(BATCH);
                    long start = System.nanoTime();
                    evaluator.evaluate(x, times, Conditioning.none());
                    return (System.nanoTime() - start) / 1e6;
                },
                kept -> Stream.empty());
    }
}
