package darkroom.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.torch.LoneThreads;
import darkroom.torch.Tensors;
import darkroom.torch.Threads;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A single row that is divided among threads. */
class BandsTest {

    @BeforeAll
    static void twoThreads() {
        Threads.use(2);
    }

    @Test
    void bandsCoverAllRowsOnce() {
        assertEquals(List.of(new Band(0, 2), new Band(2, 3), new Band(5, 3)), Band.of(8, 3));
        assertEquals(List.of(new Band(0, 1), new Band(1, 1)), Band.of(2, 5));
        assertEquals(List.of(new Band(0, 7)), Band.of(7, 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8})
    void moreBandsGiveTheSame(int threads) {
        for (long seed = 100; seed < 112; seed++) {
            Both.with(new Both(RandomNetworks.of(seed), seed), both -> {
                Asked asked = both.asked(1, threads);
                Both.assertAlike(both.atOnce(asked), both.inBands(asked, threads));
            });
        }
    }

    /** A share that does not wait for others reads and writes nothing that they write, nor writes what they read. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void howFarAThreadIsAheadChangesNothing(int threads) {
        for (long seed = 100; seed < 112; seed++) {
            Both.with(new Both(RandomNetworks.of(seed), seed), both -> {
                Asked asked = both.asked(1, threads);
                assertArrayEquals(
                        Tensors.doubles(both.inBands(asked, threads)),
                        Tensors.doubles(both.inBandsFromTheLast(asked, threads)));
            });
        }
    }

    @Test
    void momentsOfItsOwnRowsKeepNoThreadWaiting() {
        Both.with(new Both(RandomNetworks.of(100), 0), both -> {
            try (Plan plan = LoneThreads.call(() -> both.recorded().record(Shapes.of(both.asked(1, 0), 2)))) {
                List<Steps.Step> steps = plan.steps();
                for (int i = 1; i < steps.size(); i++) {
                    boolean behind = steps.get(i).kind().equals("norm: moments of channels")
                            && steps.get(i - 1).kind().startsWith("convolution 3x3");
                    assertTrue(!behind || steps.get(i).follows(), "step " + i);
                }
                assertTrue(steps.stream().anyMatch(Steps.Step::follows));
            }
        });
    }
}
