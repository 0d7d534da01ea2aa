package darkroom.lesson.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.lesson.web.Words;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WordsTest {

    @Test
    void twoNumbersThatAreHeldAgainstEachOtherAreWrittenWithTheDigitsThatTellThem() {
        assertEquals(3, Words.digits(0.0172, 0.0148, 3));
        assertEquals(4, Words.digits(0.0172, 0.0169, 3));
        assertEquals(2, Words.digits(0.02, 0.02, 2));
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            double one = 0.02 * random.nextDouble(), other = Math.abs(one + 0.0002 * random.nextGaussian());
            int digits = Words.digits(one, other, 3);
            double written =
                    Double.parseDouble(Words.fixed(one, digits)) - Double.parseDouble(Words.fixed(other, digits));
            assertTrue(digits == 6 || written * (one - other) > 0, one + " against " + other);
        }
    }
}
