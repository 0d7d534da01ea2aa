package darkroom.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.DoublePredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchedulesTest {

    private static final List<String> PRESERVING =
            List.of("linear", "scaled_linear", "sigmoid", "squaredcos_cap_v2", "cosine", "exponential");

    @ParameterizedTest
    @CsvSource({
        "linear,            1000, 4.036e-5, 0.001e-5, -43.94",
        "squaredcos_cap_v2, 1000, 2.43e-9,  0.005e-9, -86.15",
        "exponential,       1000, 0.367879, 1e-6,      -2.35",
        "exponential,         80, 0.367879, 1e-6,      -2.35",
        "linear,              80, 1.64e-5,  0.005e-5, -47.85",
        "squaredcos_cap_v2,   80, 3.79e-7,  0.005e-7, -64.21",
        "karras,            1000, 1.562e-4, 0.001e-4, -38.06"
    })
    void schedulesEndWhereTheyAreKnownTo(
            String name, int timesteps, double alphaBar, double tolerance, double decibels) {
        NoiseLevel end = Schedules.discrete(name, timesteps).level(timesteps);
        assertEquals(alphaBar, end.alphaBar(), tolerance);
        assertEquals(decibels, end.snrDecibels(), 0.005);
    }

    @ParameterizedTest
    @CsvSource({"80, 0.445, -0.96", "100, 0.364, -2.43"})
    void betasThatAreNotScaledLeaveMuchOfTheSignal(int timesteps, double alphaBar, double decibels) {
        NoiseLevel end = Schedules.linear(timesteps, 1e-4, 0.02).level(timesteps);
        assertEquals(alphaBar, end.alphaBar(), 0.0005);
        assertEquals(decibels, end.snrDecibels(), 0.005);
    }

    @ParameterizedTest
    @CsvSource({
        "linear,            25.9, 32.6, -28.1",
        "squaredcos_cap_v2, 49.6,  6.4,  -9.8",
        "exponential,       69.3,  0.0,  -0.9"
    })
    void sharesOfTheStepsByDecibels(String name, double percentAboveZero, double percentBelowMinus20, double near08) {
        DiscreteSchedule schedule = Schedules.discrete(name, 1000);
        assertEquals(percentAboveZero, percent(schedule, decibels -> decibels > 0), 0.0501);
        assertEquals(percentBelowMinus20, percent(schedule, decibels -> decibels < -20), 0.0501);
        assertEquals(near08, schedule.level(800).snrDecibels(), 0.0501);
    }

    @Test
    void twoFifthsOfKarrasLevelsHoldMoreSignalThanNoise() {
        assertEquals(40.4, percent(Schedules.discrete("karras", 1000), decibels -> decibels > 0), 0.0501);
    }

    @Test
    void cosineKeepsMoreSignalThanLinearButForTheLastFiveSteps() {
        DiscreteSchedule cosine = Schedules.discrete("squaredcos_cap_v2", 1000),
                linear = Schedules.discrete("linear", 1000);
        List<Integer> lower = IntStream.rangeClosed(1, 1000)
                .filter(k -> cosine.level(k).snr() <= linear.level(k).snr())
                .boxed()
                .toList();
        assertEquals(List.of(996, 997, 998, 999, 1000), lower);
    }

    @Test
    void cosineKeepsMoreSignalThanAConstantBetaOnlyInTheBeginning() {
        DiscreteSchedule cosine = Schedules.discrete("squaredcos_cap_v2", 1000),
                constant = Schedules.discrete("exponential", 1000);
        int first = IntStream.rangeClosed(1, 1000)
                .filter(k -> cosine.level(k).snr() <= constant.level(k).snr())
                .findFirst()
                .orElseThrow();
        assertEquals(0.37, first / 1000.0, 0.005);
        assertTrue(IntStream.rangeClosed(first, 1000)
                .allMatch(k -> cosine.level(k).snr() <= constant.level(k).snr()));
        assertEquals(0.61, constant.level(1000).alpha(), 0.005);
    }

    @ParameterizedTest
    @CsvSource({"1000, 20291", "80, 1623", "25, 508"})
    void theFirstReverseStepOfCosineMagnifies(int timesteps, double ofNoise) {
        DiscreteSchedule cosine = Schedules.discrete("squaredcos_cap_v2", timesteps);
        NoiseLevel end = cosine.level(timesteps);
        assertEquals(31.6, 1 / Math.sqrt(1 - cosine.beta(timesteps)), 0.05);
        assertEquals(ofNoise, end.sigma() / end.alpha(), 0.5);
    }

    static Stream<Arguments> all() {
        return Schedules.names().stream()
                .flatMap(name -> IntStream.of(1, 2, 3, 10, 25, 80, 1000).mapToObj(steps -> Arguments.of(name, steps)));
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyScheduleFallsFromCleanToNoisy(String name, int timesteps) {
        DiscreteSchedule schedule = Schedules.discrete(name, timesteps);
        assertEquals(name, schedule.name());
        assertEquals(timesteps, schedule.timesteps());
        assertEquals(NoiseLevel.CLEAN, schedule.level(0));
        for (int k = 1; k <= timesteps; k++) {
            NoiseLevel level = schedule.level(k);
            assertTrue(level.halfLogSnr() < schedule.level(k - 1).halfLogSnr(), name + " at " + k);
            assertTrue(schedule.beta(k) > 0 && schedule.beta(k) <= 1, name + " at " + k);
            if (PRESERVING.contains(name)) {
                assertEquals(1, level.norm(), 1e-15);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void aLevelsTimestepIsFoundAgain(String name, int timesteps) {
        DiscreteSchedule schedule = Schedules.discrete(name, timesteps);
        for (int k = 1; k <= timesteps; k++) {
            assertEquals(k - 1, schedule.timestep(schedule.level(k)), 1e-9);
            assertEquals(schedule.level(k), schedule.atTimestep(k - 1));
            assertEquals(
                    schedule.level(k).snr(),
                    schedule.at((double) k / timesteps).snr(),
                    1e-9 * schedule.level(k).snr());
        }
        // Between the last two levels of a schedule without signal at its end there is no log-SNR to go by.
        boolean endless = schedule.level(timesteps).alpha() == 0;
        for (double timestep = 0.25; timestep < timesteps - (endless ? 2 : 1); timestep += 0.75) {
            assertEquals(timestep, schedule.timestep(schedule.atTimestep(timestep)), 1e-6);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void stretchingLeavesNoSignalAtTheEndAndTheFirstLevelWhereItWas(String name, int timesteps) {
        DiscreteSchedule schedule = Schedules.discrete(name, timesteps);
        if (timesteps < 2) {
            assertThrows(IllegalArgumentException.class, schedule::withZeroTerminalSnr);
            return;
        }
        DiscreteSchedule stretched = schedule.withZeroTerminalSnr();
        assertEquals(0, stretched.level(timesteps).alpha());
        assertEquals(Double.NEGATIVE_INFINITY, stretched.level(timesteps).snrDecibels());
        assertEquals(schedule.level(1).alphaBar(), stretched.level(1).alphaBar(), 1e-12);
        for (int k = 2; k <= timesteps; k++) {
            assertTrue(stretched.level(k).snr() <= schedule.level(k).snr() * (1 + 1e-9));
            assertTrue(stretched.level(k).snr() < stretched.level(k - 1).snr());
        }
    }

    /** Halving the steps of a schedule halves its distance to continuous time, or there is none. */
    @ParameterizedTest
    @MethodSource("names")
    void finerAndFinerSchedulesApproachContinuousTime(String name) {
        double coarse = distance(name, 1000), fine = distance(name, 2000), finest = distance(name, 16000);
        assertTrue(fine <= 0.55 * coarse || coarse < 1e-9, coarse + " to " + fine);
        assertTrue(finest < 2e-3, name + " is off by " + finest);
    }

    static Stream<String> names() {
        return Schedules.names().stream();
    }

    private static double distance(String name, int timesteps) {
        DiscreteSchedule schedule = Schedules.discrete(name, timesteps);
        NoiseSchedule continuous = Schedules.continuous(name);
        double most = 0;
        for (double t : new double[] {0.1, 0.25, 0.5, 0.75, 0.9}) {
            // Karras' discrete levels are those of t = 0 to 1 at both ends.
            double at = name.equals("karras") ? (t * timesteps - 1) / (timesteps - 1) : t;
            double off = schedule.level((int) Math.round(t * timesteps)).halfLogSnr()
                    - continuous.at(at).halfLogSnr();
            most = Math.max(most, Math.abs(off));
        }
        return most;
    }

    @ParameterizedTest
    @MethodSource("names")
    void continuousTimeFallsToo(String name) {
        NoiseSchedule schedule = Schedules.continuous(name);
        double last = Double.POSITIVE_INFINITY;
        for (int i = 0; i <= 1000; i++) {
            NoiseLevel level = schedule.at(i / 1000.0);
            assertTrue(level.halfLogSnr() < last || i == 0, name + " at " + i);
            last = level.halfLogSnr();
            if (PRESERVING.contains(name)) {
                assertEquals(1, level.norm(), 1e-15);
            }
        }
        assertEquals(
                name.equals("karras") ? new NoiseLevel(1, 0.002).snr() : Double.POSITIVE_INFINITY,
                schedule.at(0).snr(),
                1e-3);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-9, 1e-3, 0.2, 0.5, 0.9, 1})
    void oneMeasureOfALevelGivesTheOthers(double alphaBar) {
        NoiseLevel level = NoiseLevel.ofAlphaBar(alphaBar);
        assertEquals(alphaBar, level.alphaBar(), 1e-15);
        assertEquals(alphaBar / (1 - alphaBar), level.snr(), 1e-12 * Math.max(1, level.snr()));
        assertEquals(10 * Math.log10(level.snr()), level.snrDecibels(), 1e-10);
        NoiseLevel again = NoiseLevel.ofHalfLogSnr(level.halfLogSnr());
        assertEquals(level.alpha(), again.alpha(), 1e-15);
        assertEquals(level.sigma(), again.sigma(), 1e-15);
        NoiseLevel louder = new NoiseLevel(7 * level.alpha(), 7 * level.sigma());
        assertEquals(alphaBar, louder.alphaBar(), 1e-15);
        assertEquals(level.alpha(), louder.normalised().alpha(), 1e-15);
        assertEquals(level.sigma(), louder.normalised().sigma(), 1e-15);
    }

    @Test
    void whatIsNotPossibleIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Schedules.discrete("cosinus", 10));
        assertThrows(IllegalArgumentException.class, () -> Schedules.discrete("linear", 0));
        assertThrows(IllegalArgumentException.class, () -> DiscreteSchedule.ofBetas("mine", 0.1, 1.2));
        assertThrows(
                IllegalArgumentException.class,
                () -> Schedules.discrete("linear", 10).level(11));
        assertThrows(
                IllegalArgumentException.class,
                () -> Schedules.discrete("linear", 10).at(1.5));
        assertThrows(IllegalArgumentException.class, () -> NoiseLevel.ofAlphaBar(-0.1));
        assertThrows(IllegalArgumentException.class, () -> new NoiseLevel(0, 0));
        assertThrows(IllegalArgumentException.class, () -> new NoiseLevel(Double.NaN, 1));
        assertNotEquals(
                Schedules.discrete("linear", 10).level(3),
                Schedules.discrete("linear", 11).level(3));
    }

    private static double percent(DiscreteSchedule schedule, DoublePredicate counts) {
        long found = IntStream.rangeClosed(1, schedule.timesteps())
                .filter(k -> counts.test(schedule.level(k).snrDecibels()))
                .count();
        return 100.0 * found / schedule.timesteps();
    }
}
