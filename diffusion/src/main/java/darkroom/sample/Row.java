package darkroom.sample;

import darkroom.guide.Condition;
import darkroom.schedule.NoiseLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One row of a batch: where it stands, what the network is told of the time, and what it is asked to be.
 *
 * @param level its noise level
 * @param timestep what the network is told; {@code NaN} where it follows from the level
 * @param condition what is asked for, of a single row
 */
public record Row(NoiseLevel level, double timestep, Condition condition) {

    /** Whether the timestep is given rather than derived from the level. */
    public boolean namesTimestep() {
        return !Double.isNaN(timestep);
    }

    /** The same told another timestep. */
    public Row withTimestep(double other) {
        return new Row(level, other, condition);
    }

    /**
     * A batch at one level for several conditions, one after the other.
     *
     * @param count how many rows each condition has
     * @return {@code wanted.size() * count} rows
     */
    static List<Row> of(NoiseLevel level, double timestep, List<Condition> wanted, int count) {
        List<Row> rows = new ArrayList<>();
        for (Condition condition : wanted) {
            IntStream.range(0, count).forEach(i -> rows.add(new Row(level, timestep, condition.row(i))));
        }
        return rows;
    }
}
