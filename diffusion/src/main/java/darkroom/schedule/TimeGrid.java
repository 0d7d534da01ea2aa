package darkroom.schedule;

import java.util.ArrayList;
import java.util.List;

/**
 * The steps of a sampling run, in order.
 *
 * @param steps at least one
 */
public record TimeGrid(List<Step> steps) {

    public TimeGrid {
        steps = List.copyOf(steps);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("A time grid needs at least one step.");
        }
    }

    /** The grid whose steps lead from each level to the next; at least two levels. */
    public static TimeGrid through(List<NoiseLevel> levels) {
        List<Step> steps = new ArrayList<>();
        for (int i = 1; i < levels.size(); i++) {
            steps.add(new Step(levels.get(i - 1), levels.get(i)));
        }
        return new TimeGrid(steps);
    }

    /** The same way back: from clean up to noisy, as DDIM encodes a picture. */
    public TimeGrid upwards() {
        List<Step> back = new ArrayList<>();
        for (Step step : steps) {
            back.add(0, new Step(step.to(), step.from()));
        }
        return new TimeGrid(back);
    }

    /** How many steps there are. */
    public int size() {
        return steps.size();
    }

    /** The level that a run starts from. */
    public NoiseLevel start() {
        return steps.get(0).from();
    }
}
