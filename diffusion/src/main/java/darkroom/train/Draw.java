package darkroom.train;

import darkroom.data.Seeds;
import darkroom.guide.Condition;
import darkroom.objective.Objective;
import darkroom.sample.Row;
import darkroom.schedule.NoiseLevel;
import darkroom.schedule.TimedLevel;
import darkroom.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * All that is random in a loss: examples, noise, and where each row stands.
 *
 * @param x0 clean examples [B, ...]
 * @param noise standard normal, of the same shape
 * @param rows B of them: the level, what the network is told of the time, and the label, if it was not dropped
 */
public record Draw(Tensor x0, Tensor noise, List<Row> rows) {

    /** The streams of a training's chance, beside that of its examples. */
    private static final int LEVELS = 1, NOISE = 2;

    /** What a row is asked to be. */
    interface Asking {
        Condition of(int row, boolean dropped);
    }

    public Draw {
        rows = List.copyOf(rows);
        if (rows.size() != x0.size(0) || !Tensors.shape(x0).equals(Tensors.shape(noise))) {
            throw new IllegalArgumentException("A draw has as many rows as examples and noise of their shape, not "
                    + rows.size() + " rows, examples of " + Tensors.shape(x0) + " and noise of "
                    + Tensors.shape(noise) + ".");
        }
    }

    /**
     * Examples at levels and in noise that follow from a seed.
     *
     * @param seed of a training
     * @param index the batch's place in it
     * @param drop the share of rows that are asked for nothing
     */
    static Draw of(Objective objective, Tensor x0, long seed, long index, double drop, Asking asked) {
        RandomGenerator random = Seeds.random(seed, LEVELS, index);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < x0.size(0); i++) {
            TimedLevel at = objective.levels().draw(objective.schedule(), random);
            rows.add(new Row(at.level(), objective.timestep(at), asked.of(i, random.nextDouble() < drop)));
        }
        GeneratorOptional generator = new GeneratorOptional(torch.make_generator_cpu(Seeds.at(seed, NOISE, index)));
        return new Draw(x0, torch.randn(Tensors.sizes(x0), generator), rows);
    }

    /** Some of its rows, which share its memory. */
    Draw rows(int from, int count) {
        return new Draw(x0.narrow(0, from, count), noise.narrow(0, from, count), rows.subList(from, from + count));
    }

    /** The levels, row by row. */
    public List<NoiseLevel> levels() {
        return rows.stream().map(Row::level).toList();
    }

    /** What the network is told of the time, [B], in float32. */
    public Tensor timesteps() {
        float[] timesteps = new float[rows.size()];
        for (int i = 0; i < timesteps.length; i++) {
            timesteps[i] = (float) rows.get(i).timestep();
        }
        return Tensors.of(timesteps, timesteps.length);
    }

    /** What each row is asked to be. */
    public List<Condition> conditions() {
        return rows.stream().map(Row::condition).toList();
    }

    /**
     * The loss of a network on the examples in their noise.
     *
     * @param network its output for samples [B, ...] and what it is told of the time [B]
     * @return a scalar tensor
     */
    Tensor loss(Objective objective, BinaryOperator<Tensor> network) {
        List<NoiseLevel> levels = levels();
        Tensor output = network.apply(objective.fed(noisy(), levels), timesteps());
        return objective.loss(output.to(torch.ScalarType.Float), x0, noise, levels);
    }

    /** The examples in their noise, [B, ...]. */
    public Tensor noisy() {
        return Objective.noisy(x0, noise, levels());
    }
}
