package darkroom.lesson.measure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import darkroom.data.Batch;
import darkroom.guide.Condition;
import darkroom.lesson.studio.Frames;
import darkroom.lesson.studio.SmallNetwork;
import darkroom.objective.Objective;
import darkroom.sample.Clipping;
import darkroom.sample.Denoiser;
import darkroom.sample.Estimate;
import darkroom.sample.Row;
import darkroom.sample.SeededNoise;
import darkroom.schedule.NoiseLevel;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.train.Draw;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/**
 * What a small network gets wrong at each noise level: the same examples, which it never learned from, in the same noise,
 * mixed at levels that are the same distance apart.
 */
public final class HeldOut {

    /** The levels, from little noise to hardly any signal. */
    public static final List<NoiseLevel> LEVELS = IntStream.rangeClosed(-5, 5)
            .mapToObj(i -> NoiseLevel.ofSnrDecibels(-6.0 * i))
            .toList();

    private static final int COUNT = 20;
    private static final long SEED = 424_242;

    /**
     * Errors at a level.
     *
     * @param loss the objective's, here the plain mean squared error of the output
     * @param x0 root mean square of the clean picture that follows from the output
     * @param noise root mean square of the noise that follows
     */
    public record Errors(double loss, double x0, double noise) {}

    private final SmallNetwork network;
    private final Batch batch;
    private final long[] shape;
    private final float[] noise;

    public HeldOut(SmallNetwork network) {
        this.network = network;
        batch = network.data().batch(SEED, 0, COUNT);
        long[] one = network.data().shape();
        shape = new long[one.length + 1];
        shape[0] = COUNT;
        System.arraycopy(one, 0, shape, 1, one.length);
        noise = Scope.call(() -> Tensors.floats(SeededNoise.first(SEED, shape)), kept -> Stream.empty());
    }

    /** The errors at one of the levels, of the average of the weights. */
    public Errors at(int place) {
        NoiseLevel level = LEVELS.get(place);
        Objective objective = network.average().objective();
        Denoiser denoiser = network.average().denoiser();
        return Scope.call(
                () -> {
                    Draw drawn = drawn(level);
                    Tensor x = drawn.noisy(), output = denoiser.output(x, drawn.rows());
                    Estimate said = Estimate.of(x, level, output, denoiser.prediction(), Clipping.NONE);
                    return new Errors(
                            objective
                                    .loss(output, drawn.x0(), drawn.noise(), drawn.levels())
                                    .item_double(),
                            Frames.distance(Tensors.floats(said.x0()), batch.values()),
                            Frames.distance(Tensors.floats(said.epsilon()), noise));
                },
                kept -> Stream.empty());
    }

    /** What a training could have drawn, all at one level. */
    private Draw drawn(NoiseLevel level) {
        double timestep = network.average().objective().timestep(level);
        boolean labelled = network.average().network().classEmbeddings() > 0;
        Condition asked = labelled ? Condition.labels(batch.labels()) : Condition.NONE;
        List<Row> rows = IntStream.range(0, COUNT)
                .mapToObj(i -> new Row(level, timestep, asked.row(i)))
                .toList();
        return new Draw(Tensors.of(batch.values(), shape), Tensors.of(noise, shape), rows);
    }

    /** The levels as signal to noise in decibels. */
    public static void tell(ArrayNode decibels) {
        LEVELS.forEach(level -> decibels.add(Math.rint(10 * level.snrDecibels()) / 10));
    }
}
