package darkroom.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.network.Conditioning;
import darkroom.network.Network;
import darkroom.network.Parameters;
import darkroom.torch.NativeCount;
import darkroom.torch.NativeMemory;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.torch.Threads;
import darkroom.torch.TorchOperations;
import darkroom.torch.Weights;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an evaluator does with its plans over its life. */
class RecordedEvaluatorTest {

    private static final Network NETWORK = RandomNetworks.labelled();

    @BeforeEach
    void twoThreads() {
        Threads.use(2);
    }

    @Test
    void weightsThatChangeFlowIn() {
        Both.with(new Both(NETWORK, 1), both -> {
            Asked asked = both.asked(2, 1);
            both.assertAgree(asked);
            double[] before = Tensors.doubles(both.recorded(asked));
            Pass pass = both.recorded().pass(asked);
            Tensors.fill(both.weights().get("conv_out.bias"), 3);
            both.weights()
                    .get("mid_block.resnets.0.norm1.weight")
                    .mul_(both.weights().get("conv_out.bias").narrow(0, 0, 1));
            both.assertAgree(asked);
            assertEquals(pass, both.recorded().pass(asked));
            assertFalse(Arrays.equals(before, Tensors.doubles(both.recorded(asked))));
        });
    }

    @Test
    void threadsThatShareAnEvaluatorGetWhatOneGets() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (Both both = new Both(NETWORK, 1)) {
            List<double[]> alone =
                    IntStream.range(0, 24).mapToObj(i -> evaluated(both, i)).toList();
            List<Future<double[]>> together = IntStream.range(0, 24)
                    .mapToObj(i -> threads.submit(() -> evaluated(both, i)))
                    .toList();
            for (int i = 0; i < alone.size(); i++) {
                assertArrayEquals(alone.get(i), together.get(i).get());
            }
        } finally {
            threads.shutdown();
        }
    }

    private static double[] evaluated(Both both, int i) {
        return Scope.call(
                () -> {
                    new NoGradGuard();
                    return Tensors.doubles(both.recorded(both.asked(1 + i % 3, i)));
                },
                kept -> Stream.empty());
    }

    @Test
    void anotherNumberOfThreadsIsAnotherPlan() {
        Both.with(new Both(NETWORK, 1), both -> {
            Asked asked = both.asked(3, 1);
            Pass two = both.recorded().pass(asked);
            Threads.use(1);
            both.assertAgree(asked);
            assertFalse(two == both.recorded().pass(asked));
        });
    }

    @Test
    void aRowIsComputedAlikeInBatchesOfAnySize() {
        assertRowsAlike(NETWORK);
    }

    /** Of so many channels that most convolutions are by Winograd's algorithm, in blocks that depend on the batch. */
    @Test
    void aRowOfManyChannelsIsComputedAlikeInBatchesOfAnySize() {
        assertRowsAlike(RandomNetworks.wide());
    }

    private static void assertRowsAlike(Network network) {
        Both.with(new Both(network, 1), both -> {
            Asked all = both.asked(16, 1);
            double[] outputs = Tensors.doubles(both.recorded(all));
            for (int rows : List.of(2, 3, 4, 5, 8)) {
                double[] part = Tensors.doubles(both.recorded(all.rows(16 - rows, rows)));
                double[] same = Arrays.copyOfRange(outputs, outputs.length - part.length, outputs.length);
                assertArrayEquals(same, part, 1e-6);
            }
        });
    }

    @Test
    void rowsAreSharedAmongThreadsWhereThereAreEnough() {
        Both.with(new Both(NETWORK, 1), both -> {
            assertEquals(1, both.recorded().pass(both.asked(1, 1)).rowsOfOne());
            assertEquals(2, both.recorded().pass(both.asked(2, 1)).rowsOfOne());
            assertEquals(2, both.recorded().pass(both.asked(3, 1)).rowsOfOne());
            assertEquals(2, both.recorded().pass(both.asked(4, 1)).rowsOfOne());
            assertEquals(3, both.recorded().pass(both.asked(5, 1)).rowsOfOne());
            Threads.use(1);
            assertEquals(5, both.recorded().pass(both.asked(5, 1)).rowsOfOne());
        });
    }

    @Test
    void plansShareTheirWeights() {
        Both.with(new Both(NETWORK, 1), both -> {
            both.assertAgree(both.asked(2, 1));
            long bytes = both.recorded().weightBytes();
            both.assertAgree(both.asked(4, 1));
            both.assertAgree(both.asked(6, 1));
            assertTrue(both.recorded().weightBytes() < 1.5 * bytes, () -> bytes + " at first");
        });
    }

    @Test
    void plansAreBoundedAndTheLeastUsedGoesFirst() {
        try (Weights weights = Weights.initial(Parameters.of(NETWORK), 1);
                TorchOperations on = new TorchOperations(weights);
                Passes passes = new Passes(3, Long.MAX_VALUE);
                Both shapes = new Both(NETWORK, 1)) {
            RecordedEvaluator recorded = new RecordedEvaluator(NETWORK, weights, on, passes);
            Scope.run(() -> {
                new NoGradGuard();
                List<Asked> asked = IntStream.rangeClosed(0, 4)
                        .mapToObj(i -> shapes.asked(1 + i, 1))
                        .toList();
                Pass first = recorded.pass(asked.get(0)), second = recorded.pass(asked.get(1));
                recorded.pass(asked.get(2));
                assertEquals(first, recorded.pass(asked.get(0)));
                recorded.pass(asked.get(3));
                assertEquals(3, passes.size());
                assertEquals(first, recorded.pass(asked.get(0)));
                assertFalse(second == recorded.pass(asked.get(1)));
            });
        }
    }

    @Test
    void plansAreBoundedInTheMemoryThatTheyTakeTogether() {
        try (Weights weights = Weights.initial(Parameters.of(NETWORK), 1);
                TorchOperations on = new TorchOperations(weights);
                Passes passes = new Passes(100, 1);
                Both shapes = new Both(NETWORK, 1)) {
            RecordedEvaluator recorded = new RecordedEvaluator(NETWORK, weights, on, passes);
            Scope.run(() -> {
                new NoGradGuard();
                recorded.pass(shapes.asked(1, 1));
                recorded.pass(shapes.asked(2, 1));
                assertEquals(1, passes.size());
                assertTrue(passes.bytes() > 0);
            });
        }
    }

    @Test
    void anEvaluationThatFailsHarmsNoLaterOneAndLeavesNothing() throws InterruptedException {
        NativeCount.settled();
        Both.with(new Both(NETWORK, 1), both -> {
            Asked asked = both.asked(2, 1);
            both.assertAgree(asked);
            Tensor labels = Tensors.of(new long[] {1, 99}, 2);
            Asked wrong = new Asked(asked.x(), asked.timesteps(), Conditioning.ofLabels(labels));
            long before = Pointer.totalCount();
            Scope.run(() -> assertThrows(RuntimeException.class, () -> both.recorded(wrong)));
            assertTrue(Pointer.totalCount() <= before, "native objects after the failure");
            both.assertAgree(asked);
        });
    }

    @Test
    void aPassThatIsTooLargeForTheMemoryLeavesNothingButWeights() throws InterruptedException {
        NativeCount.settled();
        Both.with(new Both(NETWORK, 1), both -> {
            Asked asked = both.asked(1, 1);
            Tensor huge = asked.x()
                    .narrow(2, 0, 1)
                    .narrow(3, 0, 1)
                    .expand(1, asked.x().size(1), 1 << 20, 1 << 20);
            Runnable tooLarge = () -> Scope.run(() -> {
                RuntimeException failure = assertThrows(
                        RuntimeException.class, () -> both.recorded(new Asked(huge, asked.timesteps(), asked.told())));
                assertTrue(NativeMemory.ranOut(failure), failure.getMessage());
            });
            tooLarge.run(); // the weights that it put in order stay for other passes
            long before = Pointer.totalCount();
            tooLarge.run();
            assertTrue(Pointer.totalCount() <= before, "native objects after the failure");
            both.assertAgree(asked);
        });
    }

    @Test
    void thousandsOfEvaluationsTakeNoMoreNativeObjectsThanAFew() throws InterruptedException {
        NativeCount.settled();
        Both.with(new Both(NETWORK, 1), both -> {
            Asked asked = both.asked(2, 1);
            Scope.run(() -> both.recorded(asked));
            long before = Pointer.totalCount();
            for (int i = 0; i < 3000; i++) {
                Scope.run(() -> both.recorded(asked));
            }
            assertTrue(Pointer.totalCount() <= before, "native objects after 3000 evaluations");
        });
    }
}
