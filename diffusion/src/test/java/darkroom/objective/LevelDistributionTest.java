package darkroom.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import darkroom.schedule.DiscreteSchedule;
import darkroom.schedule.Schedules;
import darkroom.schedule.TimedLevel;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LevelDistributionTest {

    private static final int DRAWN = 20_000;
    private static final DiscreteSchedule SCHEDULE = Schedules.discrete("squaredcos_cap_v2", 1000);

    /** Of uniform times {@code u}, those that the shift leaves below {@code x} are the ones with {@code u < x / (s - (s - 1) x)}. */
    @ParameterizedTest
    @ValueSource(doubles = {0.5, 3, 6})
    void aShiftMovesAsManyTimesAsItSays(double shift) {
        for (double x : new double[] {0.1, 0.5, 0.75, 0.9}) {
            LevelDistribution shifted = LevelDistribution.UNIFORM.shifted(shift);
            SplittableRandom random = new SplittableRandom(4);
            int below = 0;
            for (int i = 0; i < DRAWN; i++) {
                TimedLevel drawn = shifted.draw(SCHEDULE, random);
                below += (drawn.timestep() + 1) / SCHEDULE.timesteps() < x ? 1 : 0;
                assertEquals(
                        SCHEDULE.atTimestep(drawn.timestep()).snrDecibels(),
                        drawn.level().snrDecibels(),
                        drawn.timestep() > 0 ? 1e-6 : 20);
            }
            assertEquals(x / (shift - (shift - 1) * x), (double) below / DRAWN, 0.012);
        }
    }

    @Test
    void aShiftOfOneMovesNothingAndOneThatIsNotPositiveIsRefused() {
        assertSame(LevelDistribution.UNIFORM, LevelDistribution.UNIFORM.shifted(1));
        for (double shift : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThrows(IllegalArgumentException.class, () -> LevelDistribution.UNIFORM.shifted(shift));
        }
    }
}
