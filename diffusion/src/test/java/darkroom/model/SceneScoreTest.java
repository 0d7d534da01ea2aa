package darkroom.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.data.Scene;
import darkroom.data.SceneAttribute;
import darkroom.data.Scenes;
import darkroom.model.SceneEvaluation.Kind;
import darkroom.model.SceneScore.Word;
import darkroom.torch.Threads;
import darkroom.train.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SceneScoreTest {

    @BeforeAll
    static void oneThread() {
        Threads.use(1);
    }

    private static Map<SceneAttribute, Integer> read(String caption) {
        Scene scene = Scene.of(caption);
        Map<SceneAttribute, Integer> found = new EnumMap<>(SceneAttribute.class);
        for (SceneAttribute attribute : SceneAttribute.values()) {
            found.put(attribute, Math.max(0, attribute.of(scene)));
        }
        return found;
    }

    private static SceneScore score(String asked, String seen) {
        SceneScore score = new SceneScore();
        score.add(List.of(Scene.of(asked)), List.of(read(seen)));
        return score;
    }

    @Test
    void aWordIsWrongOnlyWhereItDiffers() {
        String asked = "a small red ring left of a large blue square on sand";
        for (Word word : Word.values()) {
            assertEquals(
                    1,
                    score(asked, "a large blue square right of a small red ring on sand")
                            .share(word));
        }
        wrong(asked, "a small pink ring left of a large blue square on sand", Word.COLOUR);
        wrong(asked, "a small red ring left of a large blue moon on sand", Word.FORM);
        wrong(asked, "a large red ring left of a large blue square on sand", Word.SIZE);
        wrong(asked, "a small red ring above a large blue square on sand", Word.RELATION);
        wrong(asked, "a small red ring left of a large blue square on sky", Word.BACKGROUND);
        wrong(asked, "a large blue square left of a small red ring on sand", Word.RELATION);
        wrong("a small red ring on sand", "a small red ring left of a large blue square on sand", Word.RELATION);
    }

    private static void wrong(String asked, String seen, Word expected) {
        SceneScore score = score(asked, seen);
        for (Word word : Word.values()) {
            boolean right = word != expected && word != Word.ALL;
            assertEquals(right ? 1 : 0, score.share(word), word + " of " + seen);
        }
    }

    @Test
    void labelsNameAllValues() {
        assertEquals(45, SceneAttribute.labels().size());
        assertEquals("count-0", SceneAttribute.labels().get(0));
    }

    /** A reader that was trained for a moment already finds the background, and is read back from its folder as it was. */
    @Test
    void aReaderLearnsToReadScenes(@TempDir Path folder) throws IOException {
        Recipe recipe = Recipe.parse("""
                {"name": "reader", "data": {"name": "scenes", "size": 32, "held_out": true},
                 "network": {"_class_name": "Classifier", "in_channels": 5, "width": 8, "stages": 3, "classes": 45},
                 "training": {"steps": 120, "batch": 16, "learning_rate": 0.01, "checkpoint_every": 1000}}
                """);
        Scenes scenes = new Scenes(32, true);
        ModelFolder made = new ModelFolder(folder.resolve("reader"));
        try (TrainingRun run = TrainingRun.begin(recipe, scenes, made)) {
            while (!run.done()) {
                run.advance();
            }
        }
        try (SceneReader reader = made.readSceneReader()) {
            Map<Kind, SceneScore> scores = SceneEvaluation.ofData(reader, scenes, 300, 4);
            assertEquals(
                    List.of(120, 120, 60),
                    scores.values().stream().map(SceneScore::count).toList());
            scores.forEach((kind, score) ->
                    assertTrue(score.share(Word.BACKGROUND) > 0.5, kind + ": " + score.share(Word.BACKGROUND)));
        }
    }
}
