package darkroom.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * A schedule cut into T steps: level 0 is clean, level T the noisiest.
 *
 * <p>diffusers counts from 0 without the clean level: its timestep k is level k + 1 here.
 */
public final class DiscreteSchedule implements NoiseSchedule {

    private final String name;
    private final List<NoiseLevel> levels;

    private DiscreteSchedule(String name, List<NoiseLevel> levels) {
        this.name = name;
        this.levels = List.copyOf(levels);
    }

    /**
     * A schedule of given levels.
     *
     * @param name by which it is called
     * @param timesteps T, from 1 to 1,000,000
     * @param level the level after k of T steps, for k from 1 to T
     */
    public static DiscreteSchedule of(String name, int timesteps, IntFunction<NoiseLevel> level) {
        requireTimesteps(timesteps);
        List<NoiseLevel> levels = new ArrayList<>();
        levels.add(NoiseLevel.CLEAN);
        IntStream.rangeClosed(1, timesteps).mapToObj(level).forEach(levels::add);
        return new DiscreteSchedule(name, levels);
    }

    static void requireTimesteps(int timesteps) {
        if (timesteps < 1 || timesteps > 1_000_000) {
            throw new IllegalArgumentException("A schedule has 1 to 1,000,000 timesteps, not " + timesteps + ".");
        }
    }

    /** The variance-preserving schedule of given betas in (0, 1]: {@code alphaBar_t = (1 - beta_1) ... (1 - beta_t)}. */
    public static DiscreteSchedule ofBetas(String name, double... betas) {
        double[] alphaBars = new double[betas.length];
        double product = 1;
        for (int i = 0; i < betas.length; i++) {
            if (!(betas[i] > 0 && betas[i] <= 1)) {
                throw new IllegalArgumentException(
                        "Betas lie in (0, 1]; beta " + (i + 1) + " of the schedule " + name + " is " + betas[i] + ".");
            }
            product *= 1 - betas[i];
            alphaBars[i] = product;
        }
        return of(name, betas.length, k -> NoiseLevel.ofAlphaBar(alphaBars[k - 1]));
    }

    /** The name by which recipes and configurations call it. */
    public String name() {
        return name;
    }

    /** T. */
    public int timesteps() {
        return levels.size() - 1;
    }

    /**
     * The level after a number of steps.
     *
     * @param steps 0 to T
     */
    public NoiseLevel level(int steps) {
        if (steps < 0 || steps > timesteps()) {
            throw new IllegalArgumentException(
                    "The schedule " + name + " has levels 0 to " + timesteps() + ", not " + steps + ".");
        }
        return levels.get(steps);
    }

    /**
     * The share of power that step k turns into noise, {@code 1 - alphaBar_k / alphaBar_(k-1)}, in [0, 1].
     *
     * @param k 1 to T
     */
    public double beta(int k) {
        return 1 - level(k).alphaBar() / level(k - 1).alphaBar();
    }

    /** The level at a time; between two levels the log of the signal-to-noise ratio is interpolated, where it is finite. */
    @Override
    public NoiseLevel at(double t) {
        if (!(t >= 0 && t <= 1)) {
            throw new IllegalArgumentException("A schedule's time lies in [0, 1], not at " + t + ".");
        }
        return between(t * timesteps());
    }

    /** The level of a timestep as diffusers counts: fractions allowed, -1 (clean) to T - 1. */
    public NoiseLevel atTimestep(double timestep) {
        return between(Math.min(Math.max(timestep + 1, 0), timesteps()));
    }

    private NoiseLevel between(double place) {
        int below = (int) Math.min(Math.floor(place), timesteps() - 1.0);
        double share = place - below;
        NoiseLevel from = levels.get(below), to = levels.get(below + 1);
        if (share == 0 || share == 1) {
            return share == 0 ? from : to;
        }
        if (Double.isInfinite(from.halfLogSnr()) || Double.isInfinite(to.halfLogSnr())) {
            return new NoiseLevel(
                    from.alpha() + share * (to.alpha() - from.alpha()),
                    from.sigma() + share * (to.sigma() - from.sigma()));
        }
        double halfLogSnr = from.halfLogSnr() + share * (to.halfLogSnr() - from.halfLogSnr());
        double power =
                (1 - share) * Math.hypot(from.alpha(), from.sigma()) + share * Math.hypot(to.alpha(), to.sigma());
        NoiseLevel level = NoiseLevel.ofHalfLogSnr(halfLogSnr);
        return new NoiseLevel(power * level.alpha(), power * level.sigma());
    }

    /**
     * The timestep at which the schedule has a level's signal-to-noise ratio, as diffusers counts.
     *
     * @return 0 to T - 1, in fractions; the nearer end where the schedule has no such ratio
     */
    public double timestep(NoiseLevel level) {
        double wanted = level.halfLogSnr();
        if (wanted >= levels.get(1).halfLogSnr()) {
            return 0;
        }
        int low = 1, high = timesteps();
        if (wanted <= levels.get(high).halfLogSnr()) {
            return high - 1.0;
        }
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (levels.get(middle).halfLogSnr() >= wanted) {
                low = middle;
            } else {
                high = middle;
            }
        }
        double above = levels.get(low).halfLogSnr(), below = levels.get(high).halfLogSnr();
        double share = Double.isInfinite(below) ? 0 : (above - wanted) / (above - below);
        return low - 1 + share;
    }

    /**
     * The schedule stretched so that nothing of the signal is left at its end (Lin et al. 2023, algorithm 1).
     *
     * @throws IllegalArgumentException when there is one step only, which nothing could be stretched over
     */
    public DiscreteSchedule withZeroTerminalSnr() {
        double first = Math.sqrt(level(1).alphaBar()),
                last = Math.sqrt(level(timesteps()).alphaBar());
        if (timesteps() < 2 || !(first > last)) {
            throw new IllegalArgumentException(
                    "Only a schedule that falls over at least two steps can be stretched to zero signal.");
        }
        return of(name, timesteps(), k -> {
            double root = (Math.sqrt(level(k).alphaBar()) - last) * first / (first - last);
            return NoiseLevel.ofAlphaBar(root * root);
        });
    }
}
