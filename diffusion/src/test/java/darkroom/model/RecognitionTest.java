package darkroom.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import darkroom.data.Batch;
import darkroom.data.Examples;
import darkroom.data.FiniteDataSet;
import darkroom.data.Patterns;
import darkroom.network.Classifier;
import darkroom.network.Parameters;
import darkroom.torch.Weights;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecognitionTest {

    private static final int EXAMPLES = 117;

    @Test
    void allExamplesAreJudgedOnceWhateverTheirNumber() {
        Patterns patterns = new Patterns(8);
        Batch batch = patterns.batch(1, 0, EXAMPLES);
        FiniteDataSet data = FiniteDataSet.of(
                IntStream.range(0, EXAMPLES)
                        .mapToObj(i -> Examples.at(batch, i))
                        .toList(),
                batch.labels(),
                patterns.labels(),
                patterns.shape());
        Classifier network = new Classifier(new Classifier.Config(1, 4, 1, 10));
        try (PictureClassifier classifier = new PictureClassifier(
                Tiny.recipe(), network, Weights.initial(Parameters.of(network), 1), patterns.labels())) {
            Recognition recognition = Recognition.ofAll(classifier, data);
            assertEquals(EXAMPLES, recognition.count());
            int[] asked = new int[10];
            for (int label : batch.labels()) {
                asked[label]++;
            }
            assertArrayEquals(asked, recognition.asked());
        }
    }
}
