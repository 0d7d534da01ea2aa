package darkroom.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
}
