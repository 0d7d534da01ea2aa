package darkroom.train;

import darkroom.data.Seeds;
import darkroom.guide.Condition;
import darkroom.network.Operations;
import darkroom.network.Parametrised;
import darkroom.torch.Tensors;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;

/**
 * Learning from pairs of noise and the sample that a flow made of it, in place of noise that knows nothing of its example:
 * the paths between them hardly cross, so a network that learns their velocity goes straight (Liu et al. 2022, algorithm 1,
 * Reflow).
 *
 * @param task what learns, what, and at which levels; its data are not asked for
 * @param noise where N paths start, one after the other, each in the shape of a sample
 * @param samples where they end, as many
 */
public record ReflowTask(DenoisingTask task, float[] noise, float[] samples) implements Task<Draw> {

    private static final int PAIRS = 12;

    public ReflowTask {
        int numbers = numbers(task);
        if (noise.length != samples.length || noise.length == 0 || noise.length % numbers != 0) {
            throw new IllegalArgumentException("Reflow learns from pairs of " + numbers + " numbers each; "
                    + noise.length + " numbers of noise and " + samples.length + " of samples are not that.");
        }
    }

    private static int numbers(DenoisingTask task) {
        return (int) LongStream.of(task.network().sampleShape()).reduce(1, (one, other) -> one * other);
    }

    @Override
    public Parametrised network() {
        return task.network();
    }

    @Override
    public Draw draw(long seed, long index, int count) {
        RandomGenerator random = Seeds.random(seed, PAIRS, index);
        int numbers = numbers(task);
        float[] starts = new float[count * numbers], ends = new float[count * numbers];
        for (int i = 0; i < count; i++) {
            int pair = random.nextInt(noise.length / numbers);
            System.arraycopy(noise, pair * numbers, starts, i * numbers, numbers);
            System.arraycopy(samples, pair * numbers, ends, i * numbers, numbers);
        }
        Draw free = Draw.of(task.objective(), batch(ends, count), seed, index, 0, (row, dropped) -> Condition.NONE);
        return new Draw(free.x0(), batch(starts, count), free.rows());
    }

    private Tensor batch(float[] values, int count) {
        return Tensors.of(
                values,
                LongStream.concat(
                                LongStream.of(count),
                                LongStream.of(task.network().sampleShape()))
                        .toArray());
    }

    @Override
    public List<Share<Draw>> divided(Draw drawn, int most) {
        return task.divided(drawn, most);
    }

    @Override
    public Tensor loss(Operations<Tensor> on, Draw drawn) {
        return task.loss(on, drawn);
    }
}
