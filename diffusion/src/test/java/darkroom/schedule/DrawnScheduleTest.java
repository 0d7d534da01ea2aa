package darkroom.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DrawnScheduleTest {

    @Test
    void itPassesThroughWhatWasDrawn() {
        DiscreteSchedule drawn = DrawnSchedule.of(81, 30, 10, 0, -5, -40);
        double[] wanted = {30, 10, 0, -5, -40};
        for (int i = 0; i < wanted.length; i++) {
            assertEquals(wanted[i], drawn.level(1 + 20 * i).snrDecibels(), 1e-6);
        }
        assertEquals(20, drawn.level(11).snrDecibels(), 1e-6);
        for (int k = 2; k <= 81; k++) {
            assertTrue(drawn.level(k).snr() < drawn.level(k - 1).snr());
        }
    }

    @Test
    void aBetaThatIsTooLargeIsHeldAndLaterStepsCatchUp() {
        DiscreteSchedule drawn = DrawnSchedule.of(9, 40, -55, -56, -57, -58);
        assertEquals(Schedules.LARGEST_BETA, drawn.beta(3), 1e-9);
        assertTrue(drawn.level(3).snrDecibels() > -55);
        assertEquals(-58, drawn.level(9).snrDecibels(), 1e-6);
    }

    @Test
    void whatDoesNotFallIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> DrawnSchedule.of(80, 10, 10));
        assertThrows(IllegalArgumentException.class, () -> DrawnSchedule.of(80, 10, 20));
        assertThrows(IllegalArgumentException.class, () -> DrawnSchedule.of(80, 10, Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> DrawnSchedule.of(1, 10, 0));
        assertThrows(IllegalArgumentException.class, () -> DrawnSchedule.of(80, 10));
    }
}
