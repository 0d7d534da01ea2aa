package darkroom.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.data.Batch;
import darkroom.data.Examples;
import darkroom.data.FiniteDataSet;
import darkroom.data.Noised;
import darkroom.data.Patterns;
import darkroom.network.Classifier;
import darkroom.network.Parameters;
import darkroom.sample.SeededNoise;
import darkroom.torch.Scope;
import darkroom.torch.Weights;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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

    @Test
    void aJudgeMayTellNoiseApartBesideTheClasses() {
        List<String> kinds = new Patterns(8).labels(), withNoise = Noised.labels(kinds);
        Classifier network = new Classifier(new Classifier.Config(1, 4, 1, 11));
        try (PictureClassifier judge =
                new PictureClassifier(Tiny.recipe(), network, Weights.initial(Parameters.of(network), 1), withNoise)) {
            assertTrue(judge.tellsApart(kinds) && judge.tellsApart(withNoise));
            assertFalse(judge.tellsApart(kinds.subList(0, 9)));
            Recognition noise = Recognition.ofNoise(judge, 70, 1, 1, 8, 8);
            assertEquals(70, noise.count());
            assertEquals(70, noise.asked()[10]);
            try (SeededNoise noises = SeededNoise.of(1)) {
                int expected = 0;
                for (int rows : new int[] {50, 20}) {
                    int[] taken = Scope.call(() -> judge.classify(noises.next(rows, 1, 8, 8)), kept -> Stream.empty());
                    expected += (int)
                            IntStream.of(taken).filter(label -> label == 10).count();
                }
                assertEquals(expected, noise.recognised()[10]);
            }
        }
    }
}
