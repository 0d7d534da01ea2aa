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
            Plan plan = both.recorded().plan(asked);
            Tensors.fill(both.weights().get("conv_out.bias"), 3);
            both.weights()
                    .get("mid_block.resnets.0.norm1.weight")
                    .mul_(both.weights().get("conv_out.bias").narrow(0, 0, 1));
            both.assertAgree(asked);
            assertEquals(plan, both.recorded().plan(asked));
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
            Plan two = both.recorded().plan(asked);
            Threads.use(1);
            both.assertAgree(asked);
            assertFalse(two == both.recorded().plan(asked));
        });
    }

    @Test
    void plansAreBoundedAndTheLeastUsedGoesFirst() {
        try (Weights weights = Weights.initial(Parameters.of(NETWORK), 1);
                TorchOperations on = new TorchOperations(weights);
                Plans plans = new Plans(3, Long.MAX_VALUE);
                Both shapes = new Both(NETWORK, 1)) {
            RecordedEvaluator recorded = new RecordedEvaluator(NETWORK, weights, on, plans);
            Scope.run(() -> {
                new NoGradGuard();
                List<Asked> asked = IntStream.rangeClosed(0, 4)
                        .mapToObj(i -> shapes.asked(1 + i, 1))
                        .toList();
                Plan first = recorded.plan(asked.get(0)), second = recorded.plan(asked.get(1));
                recorded.plan(asked.get(2));
                assertEquals(first, recorded.plan(asked.get(0)));
                recorded.plan(asked.get(3));
                assertEquals(3, plans.size());
                assertEquals(first, recorded.plan(asked.get(0)));
                assertFalse(second == recorded.plan(asked.get(1)));
            });
        }
    }

    @Test
    void plansAreBoundedInTheMemoryThatTheyTakeTogether() {
        try (Weights weights = Weights.initial(Parameters.of(NETWORK), 1);
                TorchOperations on = new TorchOperations(weights);
                Plans plans = new Plans(100, 1);
                Both shapes = new Both(NETWORK, 1)) {
            RecordedEvaluator recorded = new RecordedEvaluator(NETWORK, weights, on, plans);
            Scope.run(() -> {
                new NoGradGuard();
                recorded.plan(shapes.asked(1, 1));
                recorded.plan(shapes.asked(2, 1));
                assertEquals(1, plans.size());
                assertTrue(plans.bytes() > 0);
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
    void aPassThatIsTooLargeForTheMemoryLeavesNothing() throws InterruptedException {
        NativeCount.settled();
        Both.with(new Both(NETWORK, 1), both -> {
            Asked asked = both.asked(1, 1);
            Tensor huge = asked.x()
                    .narrow(2, 0, 1)
                    .narrow(3, 0, 1)
                    .expand(1, asked.x().size(1), 1 << 20, 1 << 20);
            long before = Pointer.totalCount();
            Scope.run(() -> {
                RuntimeException failure = assertThrows(
                        RuntimeException.class, () -> both.recorded(new Asked(huge, asked.timesteps(), asked.told())));
                assertTrue(NativeMemory.ranOut(failure), failure.getMessage());
            });
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
