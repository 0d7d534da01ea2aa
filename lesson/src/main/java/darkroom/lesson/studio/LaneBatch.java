package darkroom.lesson.studio;

import darkroom.data.Batch;
import darkroom.data.Examples;
import darkroom.data.Seeds;
import darkroom.sample.Sampling;
import darkroom.sample.SamplingRun;
import darkroom.sample.SeededNoise;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A lane of a race from several noises at once, each from a seed of its own. Used and closed on the engine's thread. */
public final class LaneBatch implements AutoCloseable {

    private final RunRequest lane;
    private final Source source;
    private final SamplingRun run;

    /** @param seeds of the noises that it starts from */
    public LaneBatch(RunRequest lane, Studio studio, long[] seeds) {
        this.lane = lane;
        source = Source.of(lane.maker(), lane.picture(), studio);
        Sampling sampling =
                lane.settings(source.usual()).sampling(source.denoiser(), source.schedule(), source.condition());
        run = Scope.call(
                () -> sampling.start(SeededNoise.each(seeds), seeds.length, 1, Pictures.SIZE, Pictures.SIZE),
                kept -> Stream.empty());
    }

    /** The seeds at some places of those that belong to a seed. */
    public static long[] seeds(long seed, int from, int count) {
        return LongStream.range(from, from + count).map(i -> Seeds.at(seed, i)).toArray();
    }

    /** The seeds of so many noises that are judged, of which that of the noise that is shown comes first. */
    public static long[] shownFirst(long seed, int count) {
        long[] seeds = seeds(seed, 0, count);
        seeds[0] = seed;
        return seeds;
    }

    public SamplingRun run() {
        return run;
    }

    /** The pixels as they stand, one picture behind the other. */
    public float[] pictures() {
        return Scope.call(() -> Tensors.floats(run.x()), kept -> Stream.empty());
    }

    /** How far each picture is from the nearest of the data: the oracle's is its target. */
    public double[] away() {
        Supplier<Batch> known = source.known();
        float[] all = pictures();
        double[] away = new double[all.length / Pictures.PIXELS];
        for (int i = 0; i < away.length; i++) {
            float[] one = Arrays.copyOfRange(all, i * Pictures.PIXELS, (i + 1) * Pictures.PIXELS);
            away[i] = away(one, known == null ? null : known.get(), lane.picture());
        }
        return away;
    }

    /** How far a picture is from the nearest of the data, or from a target where there are none. */
    public static double away(float[] one, @Nullable Batch known, Pictures.Choice target) {
        return known == null
                ? Examples.distance(one, target.pixels())
                : Examples.nearest(known, Examples.places(known, -1), one).distance();
    }

    @Override
    public void close() {
        run.close();
        source.close();
    }
}
