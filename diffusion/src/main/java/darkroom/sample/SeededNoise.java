package darkroom.sample;

import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Noise from seeds: the numbers that {@code torch.randn} gives in Python for a CPU generator of the same seed, in float32.
 *
 * <p>One stream serves a whole batch, or each row has its own, so that a picture does not depend on its neighbours.
 */
public final class SeededNoise implements Noise {

    private final List<GeneratorOptional> streams;

    private SeededNoise(long... seeds) {
        streams = Arrays.stream(seeds).mapToObj(SeededNoise::stream).toList();
    }

    /** One stream for all rows of a batch. */
    public static SeededNoise of(long seed) {
        return new SeededNoise(seed);
    }

    /**
     * One stream for each row.
     *
     * @param seeds as many as a batch has rows
     */
    public static SeededNoise each(long... seeds) {
        if (seeds.length == 0) {
            throw new IllegalArgumentException("Noise for each picture needs at least one seed.");
        }
        return seeds.length == 1 ? of(seeds[0]) : new SeededNoise(seeds);
    }

    /** The first numbers of a seed's stream, when no more of it are needed. */
    public static Tensor first(long seed, long... shape) {
        try (SeededNoise stream = of(seed)) {
            return stream.next(shape);
        }
    }

    @Override
    public Tensor next(long... shape) {
        if (streams.size() == 1) {
            return torch.randn(shape, streams.get(0));
        }
        if (shape[0] != streams.size()) {
            throw new IllegalArgumentException(
                    "There are " + streams.size() + " seeds for a batch of " + shape[0] + ": each row needs one.");
        }
        long[] row = LongStream.concat(LongStream.of(1), Arrays.stream(shape).skip(1))
                .toArray();
        return Tensors.concatenated(
                0, streams.stream().map(stream -> torch.randn(row, stream)).toArray(Tensor[]::new));
    }

    @Override
    public void close() {
        streams.forEach(GeneratorOptional::close);
    }

    private static GeneratorOptional stream(long seed) {
        return Scope.own(
                () -> {
                    Generator generator = torch.make_generator_cpu(seed);
                    return new GeneratorOptional(generator);
                },
                Stream::of);
    }
}
