package darkroom.exact;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalTest {

    /** Values of the distribution function to 15 digits, as mpmath's {@code ncdf} gives them. */
    @ParameterizedTest
    @CsvSource({"0, 0.5", "1, 0.841344746068543", "2, 0.977249868051821", "3, 0.998650101968370", "5, 0.999999713348428"
    })
    void agreesWithTheTablesOnBothSides(double x, double below) {
        assertEquals(below, Normal.below(x), 2e-15);
        assertEquals(1 - below, Normal.below(-x), 2e-15);
        assertEquals(2 * below - 1, Normal.between(-x, x), 4e-15);
        assertEquals(1, Normal.between(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY));
    }
}
