package darkroom.cli;

import darkroom.io.AtomicFile;
import darkroom.io.Destination;
import darkroom.schedule.DiscreteSchedule;
import darkroom.schedule.NoiseLevel;
import darkroom.schedule.Schedules;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what a noise schedule does. */
@Command(
        name = "schedule",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Prints what a noise schedule does, and its levels as a table or a curve.")
final class ScheduleCommand implements Callable<Integer> {

    private static final int ROWS = 13;
    private static final double TOP = 40;
    private static final double BOTTOM = -60;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "NAME",
            completionCandidates = Candidates.OfSchedule.class,
            description = {
                "${COMPLETION-CANDIDATES}.",
                "Options are put behind the name, as in linear:beta_start=0.0001,beta_end=0.01."
            })
    private String name;

    @Option(names = "--timesteps", paramLabel = "T", defaultValue = "1000", description = "T (default: 1000).")
    private int timesteps;

    @Option(names = "--zero-terminal-snr", description = "Stretch it to end without any signal (Lin et al. 2023).")
    private boolean zeroTerminalSnr;

    @Option(
            names = "--csv",
            paramLabel = "FILE",
            converter = FileName.class,
            description = "Write all levels as a table.")
    private @Nullable Path csv;

    @Option(names = "--show", description = "Draw the signal-to-noise ratio over time.")
    private boolean show;

    @Override
    public Integer call() throws IOException {
        if (csv != null) {
            Path file = csv;
            Usage.check(spec, () -> Destination.requireFile(file));
        }
        DiscreteSchedule schedule = Usage.of(spec, this::schedule);
        NoiseLevel end = schedule.level(timesteps);
        PrintWriter out = spec.commandLine().getOut();
        out.printf(Locale.ROOT, "%s, T = %,d%n", name, timesteps);
        out.printf(Locale.ROOT, "alpha_bar at the end      %.4g%n", end.alphaBar());
        out.printf(Locale.ROOT, "SNR at the end            %s%n", decibels(end));
        out.printf(Locale.ROOT, "levels above 0 dB         %.1f%%%n", share(schedule, 0, Double.POSITIVE_INFINITY));
        out.printf(Locale.ROOT, "levels below -20 dB       %.1f%%%n", share(schedule, Double.NEGATIVE_INFINITY, -20));
        if (show) {
            draw(schedule, out);
        }
        if (csv != null) {
            AtomicFile.write(csv, table(schedule));
            out.printf(Locale.ROOT, "%s: levels 0 to %d%n", csv, timesteps);
        }
        return 0;
    }

    private DiscreteSchedule schedule() {
        DiscreteSchedule cut = Schedules.ALL.parse(name).discrete(timesteps);
        return zeroTerminalSnr ? cut.withZeroTerminalSnr() : cut;
    }

    private static double share(DiscreteSchedule schedule, double above, double below) {
        long within = IntStream.rangeClosed(1, schedule.timesteps())
                .mapToDouble(k -> schedule.level(k).snrDecibels())
                .filter(snr -> snr > above && snr < below)
                .count();
        return 100.0 * within / schedule.timesteps();
    }

    private static String decibels(NoiseLevel level) {
        double snr = level.snrDecibels();
        return Double.isInfinite(snr) ? snr > 0 ? "no noise" : "no signal" : String.format(Locale.ROOT, "%.2f dB", snr);
    }

    private static String table(DiscreteSchedule schedule) {
        StringBuilder table = new StringBuilder("step,alpha,sigma,alpha_bar,beta,snr_db\n");
        for (int k = 0; k <= schedule.timesteps(); k++) {
            NoiseLevel level = schedule.level(k);
            table.append(k)
                    .append(',')
                    .append(level.alpha())
                    .append(',')
                    .append(level.sigma())
                    .append(',')
                    .append(level.alphaBar())
                    .append(',')
                    .append(k == 0 ? "" : schedule.beta(k))
                    .append(',')
                    .append(level.snrDecibels())
                    .append('\n');
        }
        return table.toString();
    }

    /** The curve as a dot in each column, dB upwards, time to the right. */
    private static void draw(DiscreteSchedule schedule, PrintWriter out) {
        int columns = Math.min(Terminal.columns(), 100) - 10;
        int[] rows = IntStream.range(0, columns)
                .map(column -> row(schedule.at((column + 1.0) / columns).snrDecibels()))
                .toArray();
        for (int row = 0; row < ROWS; row++) {
            double snr = TOP + (BOTTOM - TOP) * row / (ROWS - 1);
            StringBuilder line =
                    new StringBuilder(row % 3 == 0 ? String.format(Locale.ROOT, "%5.0f dB ", snr) : " ".repeat(9));
            line.append('│');
            for (int column = 0; column < columns; column++) {
                boolean here = rows[column] == row;
                boolean passed = column > 0 && between(row, rows[column - 1], rows[column]);
                line.append(here || passed ? '•' : ' ');
            }
            out.println(line.toString().stripTrailing());
        }
        out.println(" ".repeat(9) + "└" + "─".repeat(columns));
        out.println(" ".repeat(10) + "0"
                + " "
                        .repeat(Math.max(
                                1,
                                columns
                                        - 1
                                        - Integer.toString(schedule.timesteps()).length())) + schedule.timesteps());
    }

    private static int row(double snr) {
        double place = (TOP - Math.max(BOTTOM, Math.min(TOP, snr))) / (TOP - BOTTOM);
        return (int) Math.rint(place * (ROWS - 1));
    }

    private static boolean between(int row, int one, int other) {
        return row > Math.min(one, other) && row < Math.max(one, other);
    }
}
