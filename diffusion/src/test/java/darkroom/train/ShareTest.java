package darkroom.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import darkroom.data.Patterns;
import darkroom.network.Classifier;
import darkroom.network.Operations;
import darkroom.network.Parameters;
import darkroom.network.UNet;
import darkroom.network.UNetConfig;
import darkroom.objective.Input;
import darkroom.objective.LevelDistribution;
import darkroom.objective.LossWeight;
import darkroom.objective.Objective;
import darkroom.objective.PredictionType;
import darkroom.schedule.Schedules;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.torch.Threads;
import darkroom.torch.TorchOperations;
import darkroom.torch.Weights;
import darkroom.train.TrainingSettings.Precision;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Threads that each take the loss of some rows learn what one thread learns from all of them. */
class ShareTest {

    private static final Patterns DATA = new Patterns(16);

    private static UNet network(double dropout) {
        return new UNet(UNetConfig.of(Map.of(
                "in_channels", 1,
                "out_channels", 1,
                "block_out_channels", List.of(8, 16),
                "down_block_types", List.of("DownBlock2D", "AttnDownBlock2D"),
                "up_block_types", List.of("AttnUpBlock2D", "UpBlock2D"),
                "sample_size", 16,
                "layers_per_block", 1,
                "norm_num_groups", 4,
                "dropout", dropout)));
    }

    private static DenoisingTask denoising(double dropout) {
        Objective objective = new Objective(
                Schedules.discrete("linear", 100),
                PredictionType.EPSILON,
                LossWeight.UNIFORM,
                LevelDistribution.UNIFORM,
                Input.TIMESTEP);
        return new DenoisingTask(network(dropout), objective, DATA, 0);
    }

    @AfterEach
    void useOneThread() {
        Threads.use(1);
    }

    @ParameterizedTest
    @CsvSource({"1, 4, 1", "2, 4, 1", "3, 2, 1", "5, 2, 2", "7, 3, 3", "16, 5, 5"})
    void lossesAddUpToThatOfTheWhole(int rows, int most, int parts) {
        DenoisingTask task = denoising(0);
        addUp(task, rows, most, parts);
        addUp(new ClassificationTask(new Classifier(new Classifier.Config(1, 4, 1, 10)), DATA), rows, most, parts);
    }

    private static <D> void addUp(Task<D> task, int rows, int most, int parts) {
        try (Weights weights = Weights.initial(Parameters.of(task.network()), 1)) {
            Scope.run(() -> {
                Operations<Tensor> on = new TorchOperations(weights);
                D drawn = task.draw(5, 7, rows);
                List<Share<D>> shares = task.divided(drawn, most);
                assertEquals(parts, shares.size());
                assertEquals(1, shares.stream().mapToDouble(Share::weight).sum(), 1e-12);
                double sum = shares.stream()
                        .mapToDouble(share ->
                                share.weight() * task.loss(on, share.drawn()).item_double())
                        .sum();
                double whole = task.loss(on, drawn).item_double();
                assertEquals(whole, sum, 1e-5 * whole);
            });
        }
    }

    @Test
    void twoThreadsLearnWhatOneLearns() {
        double[] one = learnt(denoising(0), 1), two = learnt(denoising(0), 2);
        assertArrayEquals(one, two, 2e-5);
    }

    @Test
    void whatIsDroppedFollowsFromTheSeedWithTwoThreadsToo() {
        assertArrayEquals(learnt(denoising(0.3), 2), learnt(denoising(0.3), 2));
    }

    private static double[] learnt(Task<?> task, int threads) {
        Threads.use(threads);
        TrainingSettings settings = new TrainingSettings(
                5,
                5,
                2,
                1e-3,
                LearningRateSchedule.CONSTANT,
                0,
                new AdamW(0.9, 0.999, 1e-3, 0.01),
                1.0,
                new ExponentialMovingAverage(0.9, 1, 0.75, 0),
                0,
                Precision.FP32,
                7,
                100,
                null);
        try (Trainer trainer = new Trainer(task, settings)) {
            for (int i = 0; i < settings.steps(); i++) {
                trainer.advance();
            }
            return Tensors.doubles(trainer.optimisation().weights().flat());
        }
    }
}
