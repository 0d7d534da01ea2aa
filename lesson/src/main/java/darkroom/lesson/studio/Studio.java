package darkroom.lesson.studio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.data.Batch;
import darkroom.guide.Condition;
import darkroom.lesson.engine.Engine;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Unavailable;
import darkroom.model.Model;
import darkroom.model.ModelFolder;
import darkroom.model.PictureClassifier;
import darkroom.sample.Batcher;
import darkroom.sample.Ddim;
import darkroom.sample.Sampling;
import darkroom.sample.SamplingRun;
import darkroom.sample.SeededNoise;
import darkroom.schedule.DiscreteSchedule;
import darkroom.schedule.Schedules;
import darkroom.schedule.Spacing;
import darkroom.torch.Scope;
import darkroom.torch.Threads;
import darkroom.train.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** The models that the lesson works with. They are loaded, used and closed on the engine's thread. */
public final class Studio {

    /** The model that the page samples. */
    public static final String MODEL = "patterns";

    /** What looks at pictures in the forward lab; the lesson does without where it is missing. */
    public static final String CLASSIFIER = "patterns-classifier";

    /** The schedule of the lesson, and of its model. */
    public static final DiscreteSchedule SCHEDULE = Schedules.discrete("squaredcos_cap_v2", 1000);

    private static final int PATIENCE = 30;
    private static final long[] PICTURE = {1, Pictures.SIZE, Pictures.SIZE};

    private final Path models;
    private final Garments garments;
    private final SceneModels scenes;
    private final Transformer transformer;
    private final List<ByHeart> byHeart;
    private volatile @Nullable Model learned;
    private volatile @Nullable PictureClassifier classifier;
    private @Nullable Batch seen;
    private volatile String trouble = "The models are being loaded.";
    /** Open once the models are loaded, or will not be. */
    private final CountDownLatch settled = new CountDownLatch(1);

    public Studio(Engine engine, Path models, int threads) {
        this.models = models;
        garments = new Garments(models);
        scenes = new SceneModels(models);
        transformer = new Transformer(models);
        byHeart = ByHeart.NAMES.stream()
                .map(name -> new ByHeart(models.resolve(name)))
                .toList();
        engine.load(() -> {
            Threads.use(threads);
            Scope.run(() -> SeededNoise.first(0, 1));
        });
        engine.later(() -> load(engine));
        engine.atLast(this::close);
    }

    private void load(Engine engine) {
        ModelFolder looking = new ModelFolder(models.resolve(CLASSIFIER));
        ModelFolder making = new ModelFolder(models.resolve(MODEL));
        try {
            if (looking.exists()) {
                classifier = looking.readClassifier();
            }
            Model model = making.read();
            if (!drawsPatterns(model)) {
                throw new IllegalArgumentException(
                        "The model in " + making.path() + " does not draw the lesson's patterns.");
            }
            model.use(darkroom.plan.Engine.AUTO);
            tryOut(model, Batcher.FEWEST);
            learned = model;
            trouble = "";
            for (int rows = 2 * Batcher.FEWEST; rows <= Engine.ROWS; rows *= 2) {
                int together = rows;
                engine.atLeisure(() -> tryOut(model, together));
            }
        } catch (IOException | IllegalArgumentException e) {
            trouble = "No trained model can be used: " + e.getMessage();
        } catch (OutOfMemoryError e) {
            trouble = "The models do not fit into this machine's memory: " + e.getMessage();
        } catch (Throwable e) {
            trouble = "The engine does not start on this machine: " + e.getMessage();
        } finally {
            settled.countDown();
        }
    }

    /** Whether a model draws the lesson's patterns, by their labels. */
    static boolean drawsPatterns(Model model) {
        return model.labels().equals(Pictures.LABELS) && Arrays.equals(model.pictureShape(), PICTURE);
    }

    /** Whoever comes before the models are loaded waits for them, so that a page that is opened at once shows no trouble. */
    private void await() {
        try {
            if (!settled.await(PATIENCE, TimeUnit.SECONDS)) {
                throw new Unavailable(trouble);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable(trouble);
        }
    }

    /** Makes one step of so many rows, so that no learner waits for what is done once. */
    private static void tryOut(Model model, int rows) {
        Sampling sampling = new Sampling(
                model.denoiser(),
                new Ddim(0),
                new Spacing.Trailing().grid(model.objective().schedule(), 1));
        long[] shape = LongStream.concat(LongStream.of(rows), LongStream.of(model.sampleShape()))
                .toArray();
        try (SamplingRun run = sampling.start(SeededNoise.of(0), shape)) {
            run.advance();
        }
    }

    /** Why it cannot sample; empty when it can. */
    public String trouble() {
        return trouble;
    }

    /** The learned model, as soon as it is loaded. */
    public Model learned() {
        await();
        Model model = learned;
        if (model == null) {
            throw new Unavailable(trouble);
        }
        return model;
    }

    /** The model that draws pictures of the kind of one; on the engine's thread. */
    public Model model(Pictures.Choice picture) {
        return Garments.has(picture) ? garments.model() : learned();
    }

    /** What recognises pictures of the kind of one, null where it is missing; on the engine's thread. */
    @Nullable
    public PictureClassifier classifier(Pictures.Choice picture) {
        return Garments.has(picture) ? garments.classifier() : classifier;
    }

    /** The pictures that a model of the kind of one learned from, or the first of them. */
    public Supplier<Batch> seen(Pictures.Choice picture) {
        return Garments.has(picture) ? garments::examples : this::seen;
    }

    /** The garments, if this installation has them. */
    public Garments garments() {
        return garments;
    }

    /** Scenes as latents. */
    public SceneModels scenes() {
        return scenes;
    }

    /** The same patterns by a transformer. */
    public Transformer transformer() {
        return transformer;
    }

    /** Networks alike but for how many drawings they learned from, from ten to ever new ones. */
    public List<ByHeart> byHeart() {
        return byHeart;
    }

    /** The first pictures that the learned model was trained on. */
    public synchronized Batch seen() {
        Batch pictures = seen;
        if (pictures == null) {
            pictures = TrainingPictures.of(learned().recipe().orElseThrow());
            seen = pictures;
        }
        return pictures;
    }

    /** What recognises patterns. */
    public PictureClassifier classifier() {
        await();
        PictureClassifier there = classifier;
        if (there == null) {
            throw new Unavailable("This installation has no classifier of patterns.");
        }
        return there;
    }

    /** What recognises patterns; null when there is nothing. */
    @Nullable
    public PictureClassifier classifierIfAny() {
        return classifier;
    }

    /** What a request for a kind of pattern means to the model. */
    public static Condition asked(int label) {
        return label < 0 ? Condition.NONE : Condition.labels(label);
    }

    /** What the page says about the models. */
    public ObjectNode describe() {
        await();
        ObjectNode json = Json.object();
        Model model = learned;
        if (model == null) {
            json.putNull("learned").put("trouble", trouble);
        } else {
            json.set(
                    "learned",
                    described(model.recipe().orElseThrow())
                            .put(
                                    "learnedFrom",
                                    TrainingPictures.count(model.recipe().orElseThrow()))
                            .put("parameters", model.weights().flat().numel())
                            .put("timesteps", model.objective().schedule().timesteps())
                            .put("guidance", model.settings().guidance().scale()));
        }
        json.put("classifier", classifier != null);
        json.put("byHeart", byHeart.stream().allMatch(ByHeart::exists));
        json.set("garments", garments.describe());
        json.set("autoencoder", scenes.describe());
        json.set("words", scenes.describeWords());
        json.set("transformer", transformer.describe());
        return json;
    }

    /** What the page says of how a model was made. */
    static ObjectNode described(Recipe recipe) {
        return Json.object()
                .put("name", recipe.name())
                .put("iterations", recipe.training().steps())
                .put("seed", recipe.training().seed());
    }

    private void close() {
        settled.countDown();
        garments.close();
        scenes.close();
        transformer.close();
        byHeart.forEach(ByHeart::close);
        Model model = learned;
        if (model != null) {
            model.close();
        }
        PictureClassifier looking = classifier;
        if (looking != null) {
            looking.close();
        }
    }
}
