package darkroom.model;

import darkroom.data.Scene;
import darkroom.data.Scenes;
import darkroom.data.Seeds;
import darkroom.guide.Condition;
import darkroom.sample.SamplingRun;
import darkroom.sample.SeededNoise;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/** How many words of scenes a reader finds in pictures of them, real ones or those that a model drew from the captions. */
public final class SceneEvaluation {

    private static final int BATCH = 50;

    /** Kinds of scenes. */
    public enum Kind {
        /** One thing, of a colour and form that trainings see together. */
        SINGLE(0.4) {
            @Override
            Scene draw(RandomGenerator random) {
                return Scene.draw(false, false, random);
            }
        },
        /** Two such things. */
        TWO(0.4) {
            @Override
            Scene draw(RandomGenerator random) {
                return Scene.draw(true, false, random);
            }
        },
        /** One thing, of a colour and form that no training sees together. */
        HELD_OUT(0.2) {
            @Override
            Scene draw(RandomGenerator random) {
                return Scene.heldOut(random);
            }
        };

        private final double share;

        Kind(double share) {
            this.share = share;
        }

        abstract Scene draw(RandomGenerator random);

        /** Its name. */
        public String title() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** Draws pictures of scenes. */
    private interface Painter {
        Tensor paint(List<Scene> scenes, long seed);
    }

    private SceneEvaluation() {}

    /** The steps that {@link #ofModel} makes in all. */
    public static long steps(int count, int steps) {
        return Stream.of(Kind.values())
                .mapToLong(kind -> batches(kind, count).size() * (long) steps)
                .sum();
    }

    /**
     * Of real pictures.
     *
     * @param count how many there are, of all kinds
     */
    public static Map<Kind, SceneScore> ofData(SceneReader reader, Scenes data, int count, long seed) {
        long[] shape = data.shape();
        return of(reader, count, seed, (scenes, place) -> {
            RandomGenerator random = Seeds.random(place, 1);
            Tensor[] pictures = scenes.stream()
                    .map(scene -> Tensors.of(data.draw(scene, random), 1, shape[0], shape[1], shape[2]))
                    .toArray(Tensor[]::new);
            return Tensors.concatenated(0, pictures);
        });
    }

    /**
     * Of pictures that a model draws from captions.
     *
     * @param count how many there are, of all kinds
     * @param steps of its own scheduler
     * @param scale of guidance; 1 for none
     * @param step is told of each step
     */
    public static Map<Kind, SceneScore> ofModel(
            TextToImage model, SceneReader reader, int count, int steps, double scale, long seed, Runnable step) {
        long[] latents = model.sampleShape(), picture = model.codec().pictureShape(latents);
        return of(reader, count, seed, (scenes, place) -> {
            Condition.Encoded texts =
                    model.prompts().encode(scenes.stream().map(Scene::caption).toList(), picture[1], picture[2]);
            Condition.Encoded nothing = model.prompts().nothing(picture[1], picture[2]);
            try (SamplingRun run = model.sampling(model.scheduler().plan(steps), texts, nothing, scale)
                    .start(SeededNoise.of(Seeds.at(place, 1)), scenes.size(), latents[0], latents[1], latents[2])) {
                run.finish(now -> step.run());
                return Tensors.clamped(model.codec().decode(run.x()), 1);
            }
        });
    }

    private static Map<Kind, SceneScore> of(SceneReader reader, int count, long seed, Painter painter) {
        Map<Kind, SceneScore> scores = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            SceneScore score = new SceneScore();
            List<Integer> batches = batches(kind, count);
            for (int i = 0; i < batches.size(); i++) {
                long place = Seeds.at(seed, scores.size(), i);
                RandomGenerator random = Seeds.random(place, 0);
                List<Scene> scenes = new ArrayList<>();
                for (int k = 0; k < batches.get(i); k++) {
                    scenes.add(kind.draw(random));
                }
                Scope.run(() -> score.add(scenes, reader.read(painter.paint(scenes, place))));
            }
            scores.put(kind, score);
        }
        return scores;
    }

    /** How many scenes of a kind there are, batch by batch. */
    private static List<Integer> batches(Kind kind, int count) {
        List<Integer> batches = new ArrayList<>();
        for (int left = (int) Math.round(kind.share * count); left > 0; left -= BATCH) {
            batches.add(Math.min(BATCH, left));
        }
        return batches;
    }
}
