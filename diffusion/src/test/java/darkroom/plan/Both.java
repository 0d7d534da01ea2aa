package darkroom.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import darkroom.network.Conditioning;
import darkroom.network.Network;
import darkroom.network.Parameters;
import darkroom.sample.SeededNoise;
import darkroom.torch.LoneThreads;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.torch.TorchEvaluator;
import darkroom.torch.TorchOperations;
import darkroom.torch.Weights;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** A network computed both ways with the same weights. */
final class Both implements AutoCloseable {

    private static final double EXACT = 1e-4;
    private static final int LABELS = 6;

    private final Network network;
    private final Weights weights;
    private final TorchOperations on;
    private final TorchEvaluator atOnce;
    private final RecordedEvaluator recorded;

    Both(Network network, long seed) {
        this(network, Weights.initial(Parameters.of(network), seed));
    }

    Both(Network network, Weights weights) {
        this.network = network;
        this.weights = weights;
        on = new TorchOperations(weights);
        atOnce = new TorchEvaluator(network, on, on.type());
        recorded = new RecordedEvaluator(network, weights, on);
    }

    Weights weights() {
        return weights;
    }

    RecordedEvaluator recorded() {
        return recorded;
    }

    /** What a batch of noise is asked, with timesteps and labels that differ from row to row. */
    Asked asked(int batch, long seed) {
        long[] shape = LongStream.concat(LongStream.of(batch), LongStream.of(network.sampleShape()))
                .toArray();
        float[] times = new float[batch];
        long[] labels = new long[batch];
        for (int i = 0; i < batch; i++) {
            times[i] = 1 + 57f * i;
            labels[i] = 1L + i % LABELS;
        }
        return new Asked(
                SeededNoise.of(seed).next(shape),
                Tensors.of(times, batch),
                Conditioning.ofLabels(Tensors.of(labels, batch)));
    }

    Tensor atOnce(Asked asked) {
        return atOnce.evaluate(asked.x(), asked.timesteps(), asked.told());
    }

    Tensor recorded(Asked asked) {
        return recorded.evaluate(asked.x(), asked.timesteps(), asked.told());
    }

    /** One row as some threads compute it, each the bands of its own; here one after the other. */
    Tensor inBands(Asked asked, int threads) {
        return inBands(asked, threads, team -> team.steps().forEach(Steps.Step::run));
    }

    /** The same where the last thread is as far ahead of the others as it may be, then the last but one. */
    Tensor inBandsFromTheLast(Asked asked, int threads) {
        return inBands(asked, threads, team -> {
            List<Steps.Step> steps = team.steps();
            for (int from = 0, end; from < steps.size(); from = end) {
                for (end = from + 1; end < steps.size() && steps.get(end).follows(); ) {
                    end++;
                }
                List<Steps.Step> stretch = steps.subList(from, end);
                for (int i = threads - 1; i >= 0; i--) {
                    int share = i;
                    stretch.stream()
                            .filter(step -> share < step.shares().size())
                            .forEach(step -> step.shares().get(share).run());
                }
            }
        });
    }

    private Tensor inBands(Asked asked, int threads, Consumer<Team> by) {
        try (Plan plan = LoneThreads.call(() -> recorded.record(Shapes.of(asked, threads)))) {
            recorded(asked); // brings the weights where the new plan reads them
            Tensor output = torch.empty(plan.shape());
            LoneThreads.runAll(List.of(() -> plan.run(asked, output, by)));
            return output;
        }
    }

    void assertAgree(Asked asked) {
        assertAlike(atOnce(asked), recorded(asked));
    }

    static void assertAlike(Tensor expected, Tensor actual) {
        assertArrayEquals(Tensors.doubles(expected), Tensors.doubles(actual), EXACT);
    }

    /** The steps that oneDNN has no fast code for. */
    List<String> slow(Asked asked) {
        return recorded.pass(asked).steps().stream()
                .filter(step -> step.implementation().contains("ref"))
                .map(step -> step.kind() + " by " + step.implementation())
                .distinct()
                .toList();
    }

    /** Runs a body without gradients, in a scope. */
    static void with(Both both, Consumer<Both> body) {
        try (both) {
            Scope.run(() -> {
                new NoGradGuard();
                body.accept(both);
            });
        }
    }

    @Override
    public void close() {
        recorded.close();
        on.close();
        weights.close();
    }
}
