package darkroom.diffusers.scheduler;

import java.util.stream.IntStream;

/** Which timesteps are visited, the noisiest first (Lin et al. 2023, table 2), by NumPy's rules of rounding. */
final class Timesteps {

    private Timesteps() {}

    /**
     * The timesteps of an option {@code timestep_spacing}.
     *
     * @param steps how many
     * @param trained T
     * @param used how many of the trained timesteps are used, counted from the clean end
     * @param spare how many are left out at the clean end: 0 or 1
     * @param whole whether they are whole numbers
     */
    static double[] spaced(Options options, int steps, int trained, int used, int spare, boolean whole) {
        int offset = options.whole("steps_offset", -trained, trained), all = steps + spare, apart = used / all;
        double[] timesteps = switch (options.choice("timestep_spacing", "linspace", "leading", "trailing")) {
            case "linspace" -> lowered(line(used - 1.0, all), whole, steps);
            case "leading" ->
                IntStream.range(0, steps)
                        .mapToDouble(i -> (double) (all - 1 - i) * apart + offset)
                        .toArray();
            default -> trailing(used, (double) trained / steps);
        };
        return checked(options, timesteps, trained);
    }

    /** Evenly from the last of the used timesteps down, without the clean end. */
    static double[] even(int steps, int used) {
        return lowered(line(used - 1.0, steps + 1), true, steps);
    }

    static double[] checked(Options options, double[] timesteps, int trained) {
        for (double timestep : timesteps) {
            if (!(timestep >= 0 && timestep < trained)) {
                throw options.refused("timesteps lie in 0 to " + (trained - 1) + ", not at " + timestep
                        + ": ask for other steps or another steps_offset.");
            }
        }
        return timesteps;
    }

    private static double[] lowered(double[] rising, boolean whole, int steps) {
        return IntStream.range(0, steps)
                .mapToDouble(i -> rising[rising.length - 1 - i])
                .map(t -> whole ? Math.rint(t) : (float) t)
                .toArray();
    }

    /** From 0 to a number, both included. */
    static double[] line(double last, int count) {
        double step = last / (count - 1);
        return IntStream.range(0, count)
                .mapToDouble(i -> i == 0 ? 0 : i == count - 1 ? last : i * step)
                .toArray();
    }

    private static double[] trailing(int used, double ratio) {
        int count = (int) Math.ceil(used / ratio);
        double step = used - ratio - used;
        return IntStream.range(0, count)
                .mapToDouble(i -> Math.rint(used + i * step) - 1)
                .toArray();
    }
}
