package darkroom.lesson.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpreadTest {

    /** Of a mean the jackknife's standard error is the usual one, exactly (Tukey 1958). */
    @Test
    void leavingOutEachValueOfAMeanInTurnGivesItsStandardError() {
        double[] values = new Random(3).doubles(12).toArray();
        double sum = Arrays.stream(values).sum();
        double[] without = IntStream.range(0, values.length)
                .mapToDouble(i -> (sum - values[i]) / (values.length - 1))
                .toArray();
        assertEquals(Spread.standardError(values), Spread.jackknife(without), 1e-12);
    }
}
