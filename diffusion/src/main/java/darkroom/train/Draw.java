package darkroom.train;

import darkroom.guide.Condition;
import darkroom.objective.Objective;
import darkroom.sample.Row;
import darkroom.schedule.NoiseLevel;
import darkroom.torch.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * All that is random in a loss: examples, noise, and where each row stands.
 *
 * @param x0 clean examples [B, ...]
 * @param noise standard normal, of the same shape
 * @param rows B of them: the level, what the network is told of the time, and the label, if it was not dropped
 */
public record Draw(Tensor x0, Tensor noise, List<Row> rows) {

    public Draw {
        rows = List.copyOf(rows);
        if (rows.size() != x0.size(0) || !Tensors.shape(x0).equals(Tensors.shape(noise))) {
            throw new IllegalArgumentException("A draw has as many rows as examples and noise of their shape, not "
                    + rows.size() + " rows, examples of " + Tensors.shape(x0) + " and noise of "
                    + Tensors.shape(noise) + ".");
        }
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

    /** The examples in their noise, [B, ...]. */
    public Tensor noisy() {
        return Objective.noisy(x0, noise, levels());
    }
}
