package darkroom.data;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Seeds that belong to a place in a stream, so that nothing random needs a saved state. */
public final class Seeds {

    private Seeds() {}

    /** A seed for a place, from the seed of a whole and the coordinates of the place; SplitMix64 (Steele et al. 2014). */
    public static long at(long seed, long... place) {
        long mixed = mix(seed + 0x9E3779B97F4A7C15L);
        for (long coordinate : place) {
            mixed = mix(mixed ^ (coordinate + 0x9E3779B97F4A7C15L));
        }
        return mixed;
    }

    /** Random numbers for a place. */
    public static RandomGenerator random(long seed, long... place) {
        return new SplittableRandom(at(seed, place));
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
