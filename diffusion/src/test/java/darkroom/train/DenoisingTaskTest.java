package darkroom.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.data.DataSet;
import darkroom.data.PointClouds;
import darkroom.guide.Condition;
import darkroom.network.Conditioning;
import darkroom.network.Mlp;
import darkroom.network.Network;
import darkroom.network.Operations;
import darkroom.network.Parameters;
import darkroom.objective.Input;
import darkroom.objective.LevelDistribution;
import darkroom.objective.LossWeight;
import darkroom.objective.Objective;
import darkroom.objective.PredictionType;
import darkroom.sample.Row;
import darkroom.schedule.NoiseLevel;
import darkroom.schedule.Schedules;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.torch.Threads;
import darkroom.torch.TorchOperations;
import darkroom.torch.Weights;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a network is shown in training. */
class DenoisingTaskTest {

    private static final DataSet DATA = PointClouds.twoMoons(0.04);
    private static final int COUNT = 2000, NULL = 2;

    /** Keeps the labels that it is told. */
    private static final class Listening implements Network {

        private final Mlp network = new Mlp(new Mlp.Config(2, 8, 1, 3));
        private final List<Double> told = new ArrayList<>();

        @Override
        public <T> T forward(Operations<T> on, T x, T timesteps, Conditioning<T> conditioning) {
            for (double label : Tensors.doubles((Tensor) conditioning.requireLabels())) {
                told.add(label);
            }
            return network.forward(on, x, timesteps, conditioning);
        }

        @Override
        public long[] sampleShape() {
            return network.sampleShape();
        }

        @Override
        public int classEmbeddings() {
            return network.classEmbeddings();
        }

        @Override
        public void declare(Parameters parameters) {
            network.declare(parameters);
        }
    }

    @BeforeAll
    static void useOneThread() {
        Threads.use(1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, 1})
    void theShareOfLabelsThatWasAskedForIsDropped(double share) {
        Listening network = new Listening();
        DenoisingTask task = new DenoisingTask(network, objective("squaredcos_cap_v2", PredictionType.V), DATA, share);
        try (Weights weights = Weights.initial(Parameters.of(network), 1)) {
            Scope.run(() -> task.loss(new TorchOperations(weights), task.draw(5, 0, COUNT)));
        }
        int[] labels = DenoisingTask.examples(DATA, 5, 0, COUNT).labels();
        int dropped = 0;
        for (int i = 0; i < COUNT; i++) {
            if (network.told.get(i) == NULL) {
                dropped++;
            } else {
                assertEquals(labels[i], network.told.get(i), "a label that is not dropped is told as it is");
            }
        }
        assertEquals(share * COUNT, dropped, 5 * Math.sqrt(share * (1 - share) * COUNT));
    }

    /** All that is random lies in the draw, which is the same whenever it is asked for. */
    @Test
    void aLossFollowsFromItsDraw() {
        Mlp network = new Mlp(new Mlp.Config(2, 8, 1, 3));
        DenoisingTask task = new DenoisingTask(network, objective("linear", PredictionType.V), DATA, 0.1);
        try (Weights weights = Weights.initial(Parameters.of(network), 1)) {
            Scope.run(() -> {
                TorchOperations on = new TorchOperations(weights);
                Draw drawn = task.draw(5, 7, 16), again = task.draw(5, 7, 16), other = task.draw(5, 8, 16);
                double loss = task.loss(on, drawn).item_double();
                torch.manual_seed(99);
                assertEquals(loss, task.loss(on, drawn).item_double());
                assertEquals(loss, task.loss(on, again).item_double());
                assertEquals(drawn.rows(), again.rows());
                assertNotEquals(loss, task.loss(on, other).item_double());
            });
        }
    }

    @Test
    void aDrawIsOfOneSize() {
        Scope.run(() -> {
            Tensor two = Tensors.of(new float[4], 2, 2), three = Tensors.of(new float[6], 3, 2);
            List<Row> rows = Collections.nCopies(2, new Row(NoiseLevel.CLEAN, 0, Condition.NONE));
            assertThrows(IllegalArgumentException.class, () -> new Draw(three, three, rows));
            assertThrows(IllegalArgumentException.class, () -> new Draw(two, three, rows));
        });
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 3})
    void whatCannotBeLearntIsRefused(double shift) {
        Objective objective = objective("straight", PredictionType.EPSILON, shift);
        String message = assertThrows(
                        IllegalArgumentException.class, () -> new DenoisingTask(new Listening(), objective, DATA, 0))
                .getMessage();
        assertTrue(message.contains("no signal is left"), message);
    }

    private static Objective objective(String schedule, PredictionType prediction) {
        return objective(schedule, prediction, 1);
    }

    private static Objective objective(String schedule, PredictionType prediction, double shift) {
        return new Objective(
                Schedules.discrete(schedule, 100),
                prediction,
                LossWeight.UNIFORM,
                LevelDistribution.UNIFORM.shifted(shift),
                Input.TIMESTEP);
    }
}
