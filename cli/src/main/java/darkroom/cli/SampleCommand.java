package darkroom.cli;

import darkroom.guide.Condition;
import darkroom.io.Destination;
import darkroom.model.Model;
import darkroom.model.ModelFolder;
import darkroom.model.Sheet;
import darkroom.picture.TerminalPicture;
import darkroom.sample.Sampling;
import darkroom.sample.SamplingRun;
import darkroom.torch.Tensors;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Samples a model. */
@Command(
        name = "sample",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Samples a model into a picture, an animation or a file of numbers.",
        footer = {
            "",
            "What is not given is as the model's recipe has it, or its scheduler. The same seed, count and options give the same pictures;",
            "all settings are written beside the output, as OUT.json.",
            "",
            "With --from, noise is added to your picture up to --depth and removed again. A small depth keeps the picture",
            "and redraws its details; a large one keeps little more than its brightest and darkest areas."
        })
final class SampleCommand implements Callable<Integer> {

    private static final int MOST = 4096;
    private static final double DEPTH = 0.6;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "MODEL", description = "A model's folder, or the name of one that ships.")
    private String model;

    @Mixin
    private SamplingOptions options;

    @Option(
            names = "--label",
            paramLabel = "NAME|N",
            split = ",",
            description = "What to draw, by name or number, several in turn (A,B,C); without it, anything.")
    private @Nullable List<String> labels;

    @Option(names = "--from", paramLabel = "PICTURE", description = "Start from this picture in place of pure noise.")
    private @Nullable Path from;

    @Option(
            names = "--depth",
            paramLabel = "X",
            description = "How far --from is noised, as a share of the way to pure noise, above 0 to 1 (default: 0.6).")
    private @Nullable Double depth;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "How many, 1 to " + MOST + " (default: one for each label, or 1).")
    private @Nullable Integer count;

    @Option(names = "--seed", paramLabel = "S", description = "The seed of all noise (default: one drawn at random).")
    private @Nullable Long seed;

    @Option(names = "--seeds", paramLabel = "A,B,C", split = ",", description = "One seed for each sample.")
    private long @Nullable [] seeds;

    @Mixin
    private ComputingOptions computing;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            converter = FileName.class,
            description = "A .png, .gif (every step) or .safetensors file (default: MODEL-SEED.png).")
    private @Nullable Path out;

    @Option(names = "--show", description = "Draw the result in the terminal.")
    private boolean show;

    @Override
    public Integer call() throws IOException {
        checkOptions();
        computing.useThreads();
        ModelFolder folder = Home.model(model);
        if (folder.isBare()) {
            spec.commandLine()
                    .getErr()
                    .println("Warning: " + model
                            + " holds a network alone, so it is sampled as diffusers does unless told otherwise:"
                            + " by DDPM along linear betas.");
        }
        try (Model read = folder.read()) {
            computing.apply(read);
            if (!computing.isHalf()) {
                sample(read, seeding());
            } else {
                Terminal.warnOfBfloat16(spec.commandLine().getErr());
                try (Model converted = read.bfloat16()) {
                    sample(converted, seeding());
                }
            }
        }
        return 0;
    }

    private void checkOptions() {
        computing.check(spec);
        Usage.check(spec, seed == null || seeds == null, "--seed and --seeds exclude each other.");
        Usage.check(
                spec,
                seeds == null || count == null || count == seeds.length,
                "--count and the number of --seeds differ.");
        Usage.check(spec, rows() >= 1 && rows() <= MOST, "--count must lie in 1 to " + MOST + ", not " + rows() + ".");
        Usage.check(
                spec,
                labels == null || labels.size() <= rows(),
                labels == null
                        ? ""
                        : "--label asks for " + labels.size() + " kinds, but only " + rows()
                                + (rows() == 1 ? " sample is" : " samples are")
                                + " drawn: ask for as many by --count or --seeds.");
        Usage.check(
                spec,
                out == null || SampleFile.names(out),
                "--out must end in .png, .gif or .safetensors, not " + out + ".");
        Usage.check(spec, from != null || depth == null, "--depth says how far --from is noised: name a picture.");
        Usage.check(
                spec,
                depth == null || depth > 0 && depth <= 1,
                "--depth lies above 0 and up to 1, not at " + depth + ".");
    }

    private Seeding seeding() {
        if (seeds != null) {
            return new Seeding(seeds.length, seeds);
        }
        return new Seeding(rows(), seed == null ? ThreadLocalRandom.current().nextLong(1_000_000) : seed);
    }

    private int rows() {
        int unasked = labels == null ? 1 : labels.size();
        return seeds != null ? seeds.length : count == null ? unasked : count;
    }

    private void sample(Model read, Seeding seeding) throws IOException {
        Course course = Usage.of(spec, () -> options.over(read));
        List<Integer> asked = Usage.of(spec, () -> asked(read, seeding.count()));
        Condition condition = asked.isEmpty() ? Condition.NONE : new Condition.Labels(asked);
        Sampling whole = Usage.of(spec, () -> course.of(read, condition));
        if (options.guides() && labels == null) {
            spec.commandLine()
                    .getErr()
                    .println("Warning: without --label there is nothing to guide to, so --guidance changes nothing.");
        }
        Sheet sheet = new Sheet(read.codec(), read.pictureShape());
        if (show) {
            sheet.requireDrawable();
        }
        Path path = out == null ? Path.of(read.name() + "-" + seeding.seeds()[0] + ".png") : out;
        SampleFile file = SampleFile.of(path, sheet);
        Usage.check(spec, () -> {
            Destination.requireFile(path);
            Destination.requireFile(SideFile.beside(path));
        });
        Origin origin = new Origin(from, depth == null ? DEPTH : depth);
        try (SamplingRun run = origin.start(whole, seeding, read)) {
            file.frame(run);
            try (Terminal.Bar bar =
                    Terminal.progress("Sampling", "steps", run.grid().size())) {
                run.finish(now -> {
                    requireFinite(now);
                    bar.step();
                    file.frame(now);
                });
            }
            List<String> drawn = asked.stream().map(read.labels()::get).toList();
            SideFile side = new SideFile(
                    read.name(),
                    course,
                    drawn,
                    origin,
                    seeding,
                    computing.precision(),
                    read.engine().toString(),
                    run.evaluations());
            Kept.write(path, to -> {
                file.write(to, run);
                side.write(to);
            });
            if (show) {
                terminal().print(new TerminalPicture(Terminal.columns(), Terminal.colours()).draw(sheet.of(run)));
            }
            terminal()
                    .printf(
                            Locale.ROOT,
                            "%s: %d of %s, %s, %d steps, %s, %d evaluations each, %s on %s%n",
                            path,
                            seeding.count(),
                            read.name(),
                            course.name(),
                            run.grid().size(),
                            seeding,
                            run.evaluations(),
                            computing.precision(),
                            read.engine());
        }
    }

    private PrintWriter terminal() {
        return spec.commandLine().getOut();
    }

    private static void requireFinite(SamplingRun run) {
        if (!Tensors.finite(run.x())) {
            throw new IllegalStateException("After step " + run.index() + " of "
                    + run.grid().size() + " the samples are no longer finite numbers, so nothing is written:"
                    + " try a smaller guidance scale, more steps or another sampler.");
        }
    }

    /** What each sample is asked to be, the labels in turn; empty when nothing is asked for. */
    private List<Integer> asked(Model read, int count) {
        if (labels == null) {
            return List.of();
        }
        List<Integer> known = labels.stream().map(read::label).toList();
        return IntStream.range(0, count)
                .mapToObj(i -> known.get(i % known.size()))
                .toList();
    }
}
