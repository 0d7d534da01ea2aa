package darkroom.cli;

import darkroom.sample.SeededNoise;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The seeds of some samples: one for all of them, or one for each.
 *
 * @param count how many samples
 * @param seeds one, or as many as samples
 */
record Seeding(int count, long... seeds) {

    SeededNoise noise() {
        return SeededNoise.each(seeds);
    }

    @Override
    public String toString() {
        return (seeds.length == 1 ? "seed " : "seeds ")
                + LongStream.of(seeds).mapToObj(Long::toString).collect(Collectors.joining(","));
    }
}
