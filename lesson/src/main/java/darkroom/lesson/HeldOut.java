package darkroom.lesson;

import com.fasterxml.jackson.databind.node.ArrayNode;
import darkroom.data.Batch;
import darkroom.guide.Condition;
import darkroom.objective.Objective;
import darkroom.sample.Clipping;
import darkroom.sample.Denoiser;
import darkroom.sample.Estimate;
import darkroom.sample.SeededNoise;
import darkroom.schedule.NoiseLevel;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/**
 * What a small network gets wrong at each noise level: the same examples, which it never learned from, in the same noise,
 * mixed at levels that are the same distance apart.
 */
final class HeldOut {

    /** The levels, from little noise to hardly any signal. */
    static final List<NoiseLevel> LEVELS = IntStream.rangeClosed(-5, 5)
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
    record Errors(double loss, double x0, double noise) {}

    private final SmallNetwork network;
    private final Batch batch;
    private final long[] shape;
    private final float[] noise;

    HeldOut(SmallNetwork network) {
        this.network = network;
        batch = network.data().batch(SEED, 0, COUNT);
        long[] one = network.data().shape();
        shape = new long[one.length + 1];
        shape[0] = COUNT;
        System.arraycopy(one, 0, shape, 1, one.length);
        try (SeededNoise drawn = SeededNoise.of(SEED)) {
            noise = Scope.call(() -> Tensors.floats(drawn.next(shape)), kept -> Stream.empty());
        }
    }

    /** The errors at one of the levels, of the average of the weights. */
    Errors at(int place) {
        NoiseLevel level = LEVELS.get(place);
        Objective objective = network.average().objective();
        Denoiser denoiser = network.average().denoiser();
        List<NoiseLevel> levels = Collections.nCopies(COUNT, level);
        return Scope.call(
                () -> {
                    Tensor x0 = Tensors.of(batch.values(), shape), drowned = Tensors.of(noise, shape);
                    Tensor x = Objective.noisy(x0, drowned, levels);
                    Condition asked = network.average().labels().isEmpty()
                                    || network.average().network().classes() == 0
                            ? Condition.NONE
                            : Condition.labels(batch.labels());
                    Tensor output = denoiser.output(x, level, asked);
                    Estimate said = Estimate.of(x, level, output, denoiser.prediction(), Clipping.NONE);
                    return new Errors(
                            objective.loss(output, x0, drowned, levels).item_double(),
                            Frames.distance(Tensors.floats(said.x0()), batch.values()),
                            Frames.distance(Tensors.floats(said.epsilon()), noise));
                },
                kept -> Stream.empty());
    }

    /** The levels as signal to noise in decibels. */
    static void tell(ArrayNode decibels) {
        LEVELS.forEach(level -> decibels.add(Math.rint(10 * level.snrDecibels()) / 10));
    }
}
