package darkroom.cli;

import darkroom.data.DataSet;
import darkroom.io.AtomicFile;
import darkroom.io.Destination;
import darkroom.model.ModelCard;
import darkroom.model.ModelFolder;
import darkroom.model.RecipeFile;
import darkroom.model.TrainingRun;
import darkroom.torch.Threads;
import darkroom.train.Checkpoint;
import darkroom.train.Recipe;
import darkroom.train.TrainingSettings;
import darkroom.train.TrainingUpdate;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains a model by a recipe. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Trains a model by a recipe and writes it, with checkpoints, into a folder.",
        footer = {"", "A training that was interrupted or killed goes on from its last checkpoint with --resume."})
final class TrainCommand implements Callable<Integer> {

    private static final int PATIENCE_SECONDS = 60;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RECIPE.json", description = "The recipe: data, network, objective and training.")
    private Path recipe;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "The model's folder (default: runs/NAME, by the recipe's name).")
    private @Nullable Path out;

    @Option(names = "--steps", paramLabel = "N", description = "Updates in all, in place of the recipe's.")
    private @Nullable Integer steps;

    @Option(names = "--resume", description = "Go on from the folder's last checkpoint.")
    private boolean resume;

    @Option(names = "--seed", paramLabel = "S", description = "The seed, in place of the recipe's.")
    private @Nullable Long seed;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads to compute with (default: one for each core).")
    private @Nullable Integer threads;

    @Override
    public Integer call() throws IOException {
        Usage.checkThreads(spec, threads);
        Recipe read = RecipeFile.read(recipe);
        TrainingSettings training = Usage.of(spec, () -> changed(read.training()));
        ModelFolder folder = new ModelFolder(out == null ? Path.of("runs", read.name()) : out);
        Usage.check(spec, () -> Destination.requireFolder(folder.path()));
        Path base = recipe.toAbsolutePath().resolveSibling("");
        Recipe wanted = read.with(training).seenFrom(folder.path(), base);
        Threads.use(threads == null ? Runtime.getRuntime().availableProcessors() : threads);
        DataSet data = read.data().open(base);
        PrintWriter told = spec.commandLine().getOut();
        data.found().ifPresent(told::println);
        told.flush();
        if (training.precision() == TrainingSettings.Precision.BF16) {
            Terminal.warnOfBfloat16(spec.commandLine().getErr());
        }
        try (TrainingRun run =
                resume ? TrainingRun.resume(wanted, data, folder) : TrainingRun.begin(wanted, data, folder)) {
            run.differences()
                    .forEach(difference -> spec.commandLine()
                            .getErr()
                            .println("Warning: when the checkpoint was written, " + difference
                                    + "; the last bits may differ."));
            return train(run, training);
        }
    }

    private TrainingSettings changed(TrainingSettings training) {
        TrainingSettings sized = steps == null ? training : training.withSteps(steps);
        return seed == null ? sized : sized.withSeed(seed);
    }

    private int train(TrainingRun run, TrainingSettings training) throws IOException {
        Interruption interruption = new Interruption();
        try {
            double loss = Double.NaN;
            long updates = -1;
            PrintWriter err = spec.commandLine().getErr();
            try (Terminal.Bar bar = Terminal.told(err, run.name(), "updates", training.steps())) {
                while (!run.done() && !interruption.asked()) {
                    TrainingUpdate progress = run.advance();
                    updates = progress.update();
                    loss = Double.isNaN(loss) ? progress.loss() : 0.98 * loss + 0.02 * progress.loss();
                    bar.at(updates, String.format(Locale.ROOT, "loss %.4f", loss));
                }
            }
            if (updates != training.steps()) {
                run.save();
            }
            if (run.done()) {
                finished(run, training, loss);
            } else {
                err.printf(
                        Locale.ROOT,
                        "Stopped at update %d of %d; --resume goes on from there.%n",
                        updates,
                        training.steps());
                err.flush();
            }
        } finally {
            interruption.over();
        }
        return 0;
    }

    private void finished(TrainingRun run, TrainingSettings training, double loss) throws IOException {
        Path card = run.folder().path().resolve("card.md");
        Checkpoint end = run.checkpoint();
        if (!Files.exists(card)) {
            long parameters = run.trainer().optimisation().average().numel();
            AtomicFile.write(
                    card, ModelCard.of(end.recipe(), parameters, end.seconds(), end.threads(), end.processor()));
        }
        String last = Double.isNaN(loss) ? "" : String.format(Locale.ROOT, ", loss %.4f", loss);
        spec.commandLine()
                .getOut()
                .printf(
                        Locale.ROOT,
                        "Trained %s: %,d updates in %.1f minutes%s. %s is in %s.%n",
                        run.name(),
                        training.steps(),
                        end.seconds() / 60,
                        last,
                        run.makesLora() ? "The LoRA" : "The model",
                        run.folder().path());
    }

    /** Lets a signal to stop wait until the training has been saved. */
    private static final class Interruption {

        private final CountDownLatch over = new CountDownLatch(1);
        private volatile boolean asked;

        Interruption() {
            Runtime.getRuntime().addShutdownHook(new Thread(this::await, "save before exit"));
        }

        boolean asked() {
            return asked;
        }

        void over() {
            over.countDown();
        }

        private void await() {
            asked = true;
            try {
                over.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
