package darkroom.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Spacings that are even in a measure of the noise; those that are even in time are compared with a reference elsewhere. */
class SpacingTest {

    private static final Spacing KARRAS = Spacing.named("karras");
    private static final Spacing LOG_SNR = Spacing.named("log_snr");

    @ParameterizedTest
    @CsvSource({"linear, 1000", "squaredcos_cap_v2, 1000", "karras, 50", "exponential, 80"})
    void evenInTheSeventhRootOfSigmaAndEvenInLogSnr(String name, int timesteps) {
        DiscreteSchedule schedule = Schedules.discrete(name, timesteps);
        even(KARRAS, schedule, level -> Math.pow(level.sigma() / level.alpha(), 1 / 7.0));
        even(LOG_SNR, schedule, NoiseLevel::halfLogSnr);
    }

    private static void even(Spacing spacing, DiscreteSchedule schedule, ToDoubleFunction<NoiseLevel> measure) {
        double first = measure.applyAsDouble(schedule.level(schedule.timesteps()));
        double last = measure.applyAsDouble(schedule.level(1));
        for (int count : new int[] {1, 2, 10, 25}) {
            List<Step> steps = spacing.grid(schedule, count).steps();
            assertEquals(count, steps.size());
            for (int i = 0; i < count; i++) {
                double place = first + (count == 1 ? 0 : i / (count - 1.0)) * (last - first);
                assertEquals(
                        place, measure.applyAsDouble(steps.get(i).from()), 1e-9 * Math.abs(first), spacing + " " + i);
                NoiseLevel next =
                        i == count - 1 ? NoiseLevel.CLEAN : steps.get(i + 1).from();
                assertEquals(next, steps.get(i).to(), "a step ends where the next begins");
            }
        }
    }

    @Test
    void whereNoSignalIsLeftTheLogSnrCannotBeCut() {
        DiscreteSchedule straight = Schedules.discrete("straight", 10);
        for (Spacing spacing : List.of(KARRAS, LOG_SNR)) {
            String message = assertThrows(IllegalArgumentException.class, () -> spacing.grid(straight, 5))
                    .getMessage();
            assertTrue(message.contains("use trailing"), message);
        }
    }

    @Test
    void namesLeadToSpacingsAndStepsAreCounted() {
        for (String name : Spacing.ALL.names()) {
            assertEquals(name, Spacing.ALL.name(Spacing.named(name)));
        }
        assertThrows(IllegalArgumentException.class, () -> Spacing.named("even"));
        DiscreteSchedule linear = Schedules.discrete("linear", 10);
        assertThrows(IllegalArgumentException.class, () -> new Spacing.Trailing().grid(linear, 11));
        assertThrows(IllegalArgumentException.class, () -> new Spacing.Trailing().grid(linear, 0));
    }
}
