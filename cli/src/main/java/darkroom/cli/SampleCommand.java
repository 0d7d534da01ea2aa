package darkroom.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.guide.Condition;
import darkroom.io.AtomicFile;
import darkroom.model.Model;
import darkroom.model.ModelFolder;
import darkroom.model.Sheet;
import darkroom.picture.TerminalPicture;
import darkroom.sample.Noise;
import darkroom.sample.Samplers;
import darkroom.sample.Sampling;
import darkroom.sample.SamplingRun;
import darkroom.sample.SamplingSettings;
import darkroom.sample.SeededNoise;
import darkroom.settings.Settings;
import darkroom.torch.Threads;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
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
            "What is not given is as the model's recipe has it. The same seed, count and options give the same pictures;",
            "all settings are written beside the output, as OUT.json."
        })
final class SampleCommand implements Callable<Integer> {

    private static final int MOST = 4096;
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

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

    @Option(names = "--count", paramLabel = "N", description = "How many, 1 to " + MOST + " (default: 1).")
    private @Nullable Integer count;

    @Option(names = "--seed", paramLabel = "S", description = "The seed of all noise (default: one drawn at random).")
    private @Nullable Long seed;

    @Option(names = "--seeds", paramLabel = "A,B,C", split = ",", description = "One seed for each sample.")
    private long @Nullable [] seeds;

    @Option(
            names = "--precision",
            paramLabel = "fp32|bf16",
            defaultValue = "fp32",
            description = "fp32 (reproducible to the bit, the default) or bf16.")
    private String precision;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads to compute with (default: one for each core).")
    private @Nullable Integer threads;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "A .png, .gif (every step) or .safetensors file (default: MODEL-SEED.png).")
    private @Nullable Path out;

    @Option(names = "--show", description = "Draw the result in the terminal.")
    private boolean show;

    @Override
    public Integer call() throws IOException {
        checkOptions();
        Threads.use(threads == null ? Runtime.getRuntime().availableProcessors() : threads);
        ModelFolder folder = Home.model(model);
        try (Model read = folder.read()) {
            if (precision.equals("fp32")) {
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
        Usage.check(
                spec,
                precision.equals("fp32") || precision.equals("bf16"),
                "--precision is fp32 or bf16, not " + precision + ".");
        Usage.check(spec, seed == null || seeds == null, "--seed and --seeds exclude each other.");
        Usage.check(
                spec,
                seeds == null || count == null || count == seeds.length,
                "--count and the number of --seeds differ.");
        Usage.check(spec, rows() >= 1 && rows() <= MOST, "--count must lie in 1 to " + MOST + ", not " + rows() + ".");
        Usage.checkThreads(spec, threads);
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
        return seeds != null ? seeds.length : count == null ? 1 : count;
    }

    private void sample(Model read, Seeding seeding) throws IOException {
        SamplingSettings settings = Usage.of(spec, () -> options.over(read.settings()));
        Condition condition =
                Usage.of(spec, () -> labels == null ? Condition.NONE : condition(read, labels, seeding.count()));
        Sampling sampling = Usage.of(spec, () -> read.sampling(settings, condition));
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
        long[] shape = LongStream.concat(LongStream.of(seeding.count()), LongStream.of(read.sampleShape()))
                .toArray();
        PrintWriter terminal = spec.commandLine().getOut();
        try (SamplingRun run = sampling.start(seeding.noise(), shape)) {
            file.frame(run);
            try (Terminal.Progress bar = Terminal.progress("Sampling", "steps", settings.steps())) {
                run.finish(now -> {
                    bar.step();
                    file.frame(now);
                });
            }
            file.write(run);
            writeSettings(path, read, settings, seeding, run);
            if (show) {
                terminal.print(new TerminalPicture(Terminal.columns(), Terminal.colours()).draw(sheet.of(run)));
            }
            terminal.printf(
                    Locale.ROOT,
                    "%s: %d of %s, %s, %d steps, %s, %d evaluations%n",
                    path,
                    seeding.count(),
                    read.name(),
                    Samplers.ALL.name(settings.sampler()),
                    settings.steps(),
                    seeding,
                    run.evaluations());
        }
    }

    private static Condition condition(Model read, List<String> labels, int count) {
        int[] known = labels.stream().mapToInt(read::label).toArray();
        return Condition.labels(
                IntStream.range(0, count).map(i -> known[i % known.length]).toArray());
    }

    private void writeSettings(Path file, Model read, SamplingSettings settings, Seeding seeding, SamplingRun run)
            throws IOException {
        ObjectNode json = JSON.createObjectNode();
        json.put("model", read.name());
        json.setAll(Settings.write(settings));
        json.set("labels", JSON.valueToTree(labels));
        json.put("count", seeding.count());
        if (seeding.seeds().length == 1) {
            json.put("seed", seeding.seeds()[0]);
        } else {
            json.set("seeds", JSON.valueToTree(seeding.seeds()));
        }
        json.put("precision", precision);
        json.put("evaluations", run.evaluations());
        AtomicFile.write(file.resolveSibling(file.getFileName() + ".json"), JSON.writeValueAsString(json) + "\n");
    }

    /** The seeds of a run: one for all samples, or one for each. */
    private record Seeding(int count, long... seeds) {

        Noise noise() {
            return SeededNoise.each(seeds);
        }

        @Override
        public String toString() {
            return (seeds.length == 1 ? "seed " : "seeds ")
                    + String.join(
                            ",", LongStream.of(seeds).mapToObj(Long::toString).toList());
        }
    }
}
