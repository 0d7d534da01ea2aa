package darkroom.cli;

import darkroom.data.Scenes;
import darkroom.data.Seeds;
import darkroom.model.ModelFolder;
import darkroom.model.Reconstructions;
import darkroom.model.SceneEvaluation;
import darkroom.model.SceneEvaluation.Kind;
import darkroom.model.SceneReader;
import darkroom.model.SceneScore;
import darkroom.model.SceneScore.Word;
import darkroom.model.TextToImage;
import darkroom.train.Recipe;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Prints how many words of scenes are right in pictures.
 *
 * @param count how many pictures, of all kinds of scenes
 * @param seed of scenes and noise
 */
record SceneReport(PrintWriter out, Scenes data, int count, long seed) {

    private static final int REAL = 1000, RESTORED = 500;
    private static final int USUAL_STEPS = 25;

    /** Of pictures that a model draws, with and without guidance; a reader's own accuracy is printed before. */
    void printModel(ModelFolder folder, SceneReader reader, @Nullable Integer asked) throws IOException {
        printReader(reader);
        Recipe recipe = folder.recipe();
        int steps = asked != null
                ? asked
                : recipe.sampling() == null ? USUAL_STEPS : recipe.sampling().steps();
        double own =
                recipe.sampling() == null ? 1 : recipe.sampling().guidance().scale();
        try (TextToImage model = TextToImage.read(folder.path())) {
            double[] scales = own > 1 ? new double[] {1, own} : new double[] {1};
            for (double scale : scales) {
                Map<Kind, SceneScore> scores;
                try (Terminal.Bar bar = Terminal.progress("Sampling", "steps", SceneEvaluation.steps(count, steps))) {
                    scores = SceneEvaluation.ofModel(model, reader, count, steps, scale, seed, bar::step);
                }
                out.printf(
                        Locale.ROOT,
                        "Drawn, %s, %d steps of %s, seed %d:%n",
                        scale == 1 ? "without guidance" : String.format(Locale.ROOT, "guidance %s", scale),
                        steps,
                        model.scheduler().name(),
                        seed);
                print(scores);
            }
        }
    }

    /** How often a reader is right of fresh real pictures. */
    void printReader(SceneReader reader) {
        out.printf(
                Locale.ROOT, "Real, fresh, as %s reads them:%n", reader.recipe().name());
        print(SceneEvaluation.ofData(reader, data, REAL, Seeds.at(seed, 1)));
    }

    /** How well an autoencoder brings fresh pictures back. */
    void printAutoencoder(ModelFolder folder) throws IOException {
        out.printf(
                Locale.ROOT,
                "%d fresh pictures come back with %.1f dB (peak signal-to-noise ratio).%n",
                RESTORED,
                Reconstructions.decibels(folder, data, RESTORED, Seeds.at(seed, 1)));
        out.flush();
    }

    private void print(Map<Kind, SceneScore> scores) {
        out.printf("  %-10s %7s", "", "scenes");
        for (Word word : Word.values()) {
            out.printf(" %10s", word.name().toLowerCase(Locale.ROOT));
        }
        out.println();
        scores.forEach((kind, score) -> {
            out.printf(Locale.ROOT, "  %-10s %7d", kind.title(), score.count());
            for (Word word : Word.values()) {
                out.printf(Locale.ROOT, " %9.1f%%", 100 * score.share(word));
            }
            out.println();
        });
        out.flush();
    }
}
