package darkroom.lesson.studio;

import darkroom.data.Batch;
import darkroom.data.DataSet;
import darkroom.train.DenoisingTask;
import darkroom.train.Recipe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The first pictures that a model learned from, drawn again from its recipe. */
final class TrainingPictures {

    private static final int UPDATES = 100;

    private TrainingPictures() {}

    /** How many were drawn in all, each of them anew. */
    static long count(Recipe recipe) {
        return (long) recipe.training().steps()
                * recipe.training().batch()
                * recipe.training().accumulate();
    }

    /** Those of the first hundred updates. */
    static Batch of(Recipe recipe) {
        DataSet data;
        try {
            data = recipe.data().open(Path.of(""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int count = recipe.training().batch();
        float[] values = new float[UPDATES * count * Pictures.PIXELS];
        int[] labels = new int[UPDATES * count];
        for (int i = 0; i < UPDATES; i++) {
            Batch batch = DenoisingTask.examples(data, recipe.training().seed(), i, count);
            System.arraycopy(batch.values(), 0, values, i * count * Pictures.PIXELS, count * Pictures.PIXELS);
            System.arraycopy(batch.labels(), 0, labels, i * count, count);
        }
        return new Batch(values, labels);
    }
}
