package darkroom.data;

import java.util.random.RandomGenerator;

/** Random numbers by key: the same seed and index give the same stream, and neighbouring ones are unrelated. */
final class Keyed {

    private Keyed() {}

    static RandomGenerator random(long seed, long index) {
        return Seeds.random(seed, index);
    }

    /** The chance that draws a batch of so many examples. */
    static RandomGenerator batch(long seed, long index, int count) {
        requireCount(count);
        return random(seed, index);
    }

    static void requireCount(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("A batch holds at least 1 example, not " + count + ".");
        }
    }

    /** A number from low (included) to high, of one draw: spelt out, as the JDK's own differs between releases. */
    static double between(RandomGenerator random, double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    /** A number from 0 to below a bound. */
    static int below(RandomGenerator random, int bound) {
        return (int) (bound * random.nextDouble());
    }

    /** A draw of N(0, 1), by Box and Muller (1958), of two draws. */
    static double normal(RandomGenerator random) {
        double radius = Math.sqrt(-2 * Math.log(1 - random.nextDouble()));
        return radius * Math.cos(2 * Math.PI * random.nextDouble());
    }
}
