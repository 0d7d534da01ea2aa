package darkroom.cli;

import darkroom.io.Destination;
import darkroom.model.Model;
import darkroom.model.ModelFolder;
import darkroom.model.Sheet;
import darkroom.model.TextToImage;
import darkroom.picture.TerminalPicture;
import darkroom.plan.Engine;
import darkroom.sample.SamplingRun;
import darkroom.sample.SamplingSettings;
import darkroom.torch.Tensors;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.bytedeco.pytorch.global.torch;
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
            "and redraws its details; a large one keeps little more than its brightest and darkest areas.",
            "",
            "Folders of Stable Diffusion and of latent consistency models draw from texts, by --prompt."
        })
final class SampleCommand implements Callable<Integer> {

    private static final int MOST = 4096;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "MODEL", description = "A model's folder, or the name of one that ships.")
    private String model;

    @Mixin
    private SamplingOptions options;

    @Mixin
    private LabelOptions labelling;

    @Mixin
    private TextOptions texts;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "How many, 1 to " + MOST + " (default: one for each label, or 1).")
    private @Nullable Integer count;

    @Option(names = "--seed", paramLabel = "S", description = "The seed of all noise (default: one drawn at random).")
    private @Nullable Long seed;

    @Option(names = "--seeds", paramLabel = "A,B,C", split = ",", description = "One seed for each sample.")
    private long @Nullable [] seeds;

    @Option(
            names = "--like",
            paramLabel = "PICTURE",
            description =
                    "Draw from a text as this .png was drawn, by what it says of itself; options given here go before.")
    private @Nullable Path like;

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
        if (like != null) {
            Remembered.fill(spec, like);
        }
        checkOptions();
        computing.useThreads();
        ModelFolder folder = Home.model(model);
        if (computing.isHalf()) {
            Terminal.warnOfBfloat16(spec.commandLine().getErr());
        }
        if (TextToImage.isIn(folder.path())) {
            drawFromTexts(folder);
            return 0;
        }
        if (folder.isBare()) {
            spec.commandLine()
                    .getErr()
                    .println("Warning: " + model
                            + " holds a network alone, so it is sampled as diffusers does unless told otherwise:"
                            + " by DDPM along linear betas.");
        }
        try (Model read = model(folder)) {
            texts.refuse(spec, read.name());
            sample(labelled(read), seeding());
        }
        return 0;
    }

    private Model model(ModelFolder folder) throws IOException {
        Model read = folder.read();
        read.use(computing.engine(Engine.AUTO));
        if (!computing.isHalf()) {
            return read;
        }
        try (read) {
            return read.bfloat16();
        }
    }

    private Labelled labelled(Model read) {
        if (options.guides() && !labelling.asks()) {
            spec.commandLine()
                    .getErr()
                    .println("Warning: without --label there is nothing to guide to, so --guidance changes nothing.");
        }
        return Usage.of(
                spec, () -> Labelled.of(read, options.over(read), labelling.asked(read, rows()), labelling.origin()));
    }

    private void drawFromTexts(ModelFolder folder) throws IOException {
        SamplingSettings usual = folder.hasRecipe() ? folder.recipe().sampling() : null;
        torch.ScalarType type = computing.isHalf() ? torch.ScalarType.BFloat16 : torch.ScalarType.Float;
        try (TextToImage read = TextToImage.read(folder.path(), type)) {
            read.use(computing.engine(Engine.AUTO));
            labelling.refuse(spec, read.name());
            try (Texted subject = texts.subject(spec, read, drawing -> options.over(drawing, usual))) {
                sample(subject, seeding());
            }
        }
    }

    private void checkOptions() {
        computing.check(spec);
        Usage.check(spec, seed == null || seeds == null, "--seed and --seeds exclude each other.");
        Usage.check(
                spec,
                seeds == null || count == null || count == seeds.length,
                "--count and the number of --seeds differ.");
        Usage.check(spec, rows() >= 1 && rows() <= MOST, "--count must lie in 1 to " + MOST + ", not " + rows() + ".");
        labelling.check(spec, rows());
        texts.check(spec);
        Usage.check(
                spec,
                out == null || SampleFile.names(out),
                "--out must end in .png, .gif or .safetensors, not " + out + ".");
    }

    private Seeding seeding() {
        if (seeds != null) {
            return new Seeding(seeds.length, seeds);
        }
        return new Seeding(rows(), seed == null ? ThreadLocalRandom.current().nextLong(1_000_000) : seed);
    }

    private int rows() {
        return seeds != null ? seeds.length : count == null ? labelling.usualCount() : count;
    }

    private void sample(Subject subject, Seeding seeding) throws IOException {
        Sheet sheet = subject.sheet();
        if (show) {
            sheet.requireDrawable();
        }
        Path path = out == null ? Path.of(subject.name() + "-" + seeding.seeds()[0] + ".png") : out;
        SampleFile file = SampleFile.of(path, sheet);
        Usage.check(spec, () -> {
            Destination.requireFile(path);
            Destination.requireFile(SideFile.beside(path));
        });
        try (SamplingRun run = subject.start(seeding)) {
            Preview preview = preview(sheet);
            file.frame(run);
            finish(run, now -> {
                requireFinite(now);
                file.frame(now);
                if (show) {
                    preview.estimate(now);
                }
            });
            SideFile side = new SideFile(subject, seeding, computing.precision(), run.evaluations());
            Kept.write(path, to -> {
                file.write(to, run, subject.texts(seeding));
                side.write(to);
            });
            if (show) {
                preview.end(run);
            }
            terminal()
                    .printf(
                            Locale.ROOT,
                            "%s: %d of %s, %s, %d steps, %s, %d evaluations each, %s on %s%n",
                            path,
                            seeding.count(),
                            subject.name(),
                            subject.course().name(),
                            run.grid().size(),
                            seeding,
                            run.evaluations(),
                            computing.precision(),
                            subject.engine());
        }
    }

    private static void finish(SamplingRun run, Consumer<SamplingRun> each) {
        try (Terminal.Bar bar =
                Terminal.progress("Sampling", "steps", run.grid().size())) {
            run.finish(now -> {
                each.accept(now);
                bar.step();
            });
        }
    }

    private Preview preview(Sheet sheet) {
        TerminalPicture drawn = new TerminalPicture(Terminal.columns(), Terminal.colours());
        return new Preview(sheet, drawn, Terminal.out() && !Terminal.isPlain(), terminal(), System::nanoTime);
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
}
