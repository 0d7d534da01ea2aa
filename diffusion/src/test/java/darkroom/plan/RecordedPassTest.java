package darkroom.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import darkroom.network.Mlp;
import darkroom.torch.Threads;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A recorded pass gives what libtorch gives, for networks of every option. */
class RecordedPassTest {

    private static final int MOST_ROWS = 17;

    @BeforeAll
    static void twoThreads() {
        Threads.use(2);
    }

    static LongStream seeds() {
        return LongStream.range(0, 3 * MOST_ROWS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void recordedAndAtOnceAgree(long seed) {
        Both.with(new Both(RandomNetworks.of(seed), seed), both -> {
            Asked asked = both.asked(1 + (int) (seed % MOST_ROWS), seed);
            both.assertAgree(asked);
            both.assertAgree(both.asked(1 + (int) (seed % MOST_ROWS), seed + 1));
            assertEquals(List.of(), both.slow(asked));
        });
    }

    @Test
    void networksOfPointsAreRecordedToo() {
        Both.with(new Both(new Mlp(new Mlp.Config(2, 16, 2, 7)), 5), both -> both.assertAgree(both.asked(300, 1)));
    }
}
