package darkroom.data;

import java.util.random.RandomGenerator;

/**
 * A random order of the places 0 to size - 1 that any place can be asked of without the others: the swap-or-not shuffle
 * (Hoang, Morris and Rogaway 2012, figure 1).
 */
final class Shuffle {
    private static final int ROUNDS = 64;

    private final int size;
    private final long[] keys = new long[ROUNDS];

    Shuffle(RandomGenerator random, int size) {
        this.size = size;
        for (int round = 0; round < ROUNDS; round++) {
            keys[round] = random.nextLong();
        }
    }

    /** What lies at a place. */
    int at(int place) {
        int found = place;
        for (long key : keys) {
            int partner = Math.floorMod(key - found, size);
            boolean swap = (Seeds.at(key, Math.max(found, partner)) & 1) == 1;
            found = swap ? partner : found;
        }
        return found;
    }
}
