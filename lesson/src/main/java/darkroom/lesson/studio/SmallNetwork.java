package darkroom.lesson.studio;

import darkroom.data.DataSet;
import darkroom.data.Patterns;
import darkroom.data.PointClouds;
import darkroom.guide.Condition;
import darkroom.model.Model;
import darkroom.network.Network;
import darkroom.network.Networks;
import darkroom.objective.Objective;
import darkroom.plan.Engine;
import darkroom.sample.SamplingRun;
import darkroom.sample.SamplingSettings;
import darkroom.sample.SeededNoise;
import darkroom.torch.Scope;
import darkroom.train.DenoisingTask;
import darkroom.train.Recipe;
import darkroom.train.Recipe.ObjectiveRecipe;
import darkroom.train.ReflowTask;
import darkroom.train.Task;
import darkroom.train.Trainer;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A network that is small enough to learn while a reader watches: the library's trainer, and the average of its weights
 * as a model that can be asked meanwhile. Made, used and closed on the engine's thread.
 */
public final class SmallNetwork implements AutoCloseable {

    /** Width and height of its pictures. */
    public static final int SIZE = 16;

    private static final String TRAINING = """
            "training": {"steps": 100000, "batch": %d, "learning_rate": %s, "learning_rate_schedule": "constant",
              "adam_w": {"beta1": %s, "beta2": 0.99, "epsilon": 1e-8, "weight_decay": 0.0}, "clip": 1.0,
              "ema": {"decay": %s, "inv_gamma": 1, "power": 0.75, "update_after_step": 0},
              "drop_label": %s, "precision": "fp32", "seed": %d}""";

    private static final String PICTURES = """
            {"name": "small-pictures", "data": {"name": "patterns", "size": 16},
             "network": {"_class_name": "UNet2DModel", "sample_size": 16, "in_channels": 1, "out_channels": 1,
               "block_out_channels": [16, 32], "down_block_types": ["DownBlock2D", "DownBlock2D"],
               "up_block_types": ["UpBlock2D", "UpBlock2D"], "layers_per_block": 1, "norm_num_groups": 4,
               "attention_head_dim": 8%s},
             "objective": {"schedule": "%s", "timesteps": 1000, "prediction": "%s", "weight": "%s"},
             "sampling": {"sampler": "ddim", "steps": 10, "guidance": %s, "clip": 1.0},
             %s}""";

    private static final String POINTS = """
            {"name": "small-points", "data": {"name": "two_moons"},
             "network": {"_class_name": "Mlp", "dimensions": 2, "width": 64, "layers": 3},
             "objective": {"schedule": "%s", "timesteps": 1000, "prediction": "v_prediction", "weight": "snr_plus_one"},
             "sampling": {"sampler": "ddim", "steps": 10},
             %s}""";

    private static final String FLOW = """
            {"name": "small-flow", "data": {"name": "two_moons"},
             "network": {"_class_name": "Mlp", "dimensions": 2, "width": 64, "layers": 2},
             "objective": {"schedule": "straight", "timesteps": 1000, "prediction": "flow_prediction", "weight": "flow"},
             "sampling": {"sampler": "ddim", "steps": 20},
             %s}""";

    /** The longest that updates keep the engine in a turn, in nanoseconds. */
    private static final long TURN = 60_000_000;

    /** The learning rate that suits pictures. */
    public static final double RATE = 0.004;

    private final Model average;
    private final DataSet data;
    private final Trainer trainer;

    private SmallNetwork(Recipe recipe, DataSet data) {
        this(recipe, data, task -> task);
    }

    private SmallNetwork(Recipe recipe, DataSet data, Function<DenoisingTask, Task<?>> learning) {
        this.data = data;
        Network network = Networks.of(recipe.network());
        Objective objective =
                Objects.requireNonNull(recipe.objective(), "objective").objective();
        DenoisingTask task =
                new DenoisingTask(network, objective, data, recipe.training().dropLabel());
        trainer = new Trainer(learning.apply(task), recipe.training());
        average = new Model(recipe, network, trainer.optimisation().averaged(), objective, data.labels());
        average.use(Engine.AUTO);
    }

    /**
     * One for patterns of 16 pixels, by ten kinds.
     *
     * @param target what it learns to say: {@code epsilon}, {@code sample} or {@code v_prediction}
     */
    public static SmallNetwork ofPictures(String target, double rate, long seed) {
        return new SmallNetwork(pictures(target, rate, seed), new Patterns(SIZE));
    }

    /** The recipe of {@link #ofPictures}: the loss is the plain squared error of the output, whatever it is. */
    public static Recipe pictures(String target, double rate, long seed) {
        String plain = switch (target) {
            case "epsilon" -> "snr";
            case "sample" -> "uniform";
            default -> "snr_plus_one";
        };
        return Recipe.parse(filled(
                PICTURES,
                ", \"num_class_embeds\": 11",
                "squaredcos_cap_v2",
                target,
                plain,
                "2.0",
                training(16, rate, "0.1", seed)));
    }

    /**
     * One for patterns of 16 pixels that learns as the paper has it (Ho et al. 2020, section 4): the noise, under a linear schedule, told
     * no kinds, one example an update. It steps without momentum, and its average is the weights as they stand.
     */
    public static SmallNetwork ofExamples(double rate, long seed) {
        String training = filled(TRAINING, 1, rate, "0.0", "0.0", "0", seed);
        return new SmallNetwork(
                Recipe.parse(filled(PICTURES, "", "linear", "epsilon", "snr", "1.0", training)), new Patterns(SIZE));
    }

    /** Steps with momentum, and an average that follows the weights. */
    private static String training(int batch, double rate, String dropLabel, long seed) {
        return filled(TRAINING, batch, rate, "0.9", "0.99", dropLabel, seed);
    }

    /** JSON with its blanks filled in: numbers with a point, whatever the machine's language. */
    private static String filled(String json, Object... values) {
        return String.format(Locale.ROOT, json, values);
    }

    /** One for points on two moons, which learns v under a schedule, as that can be said at its noisy end too. */
    public static SmallNetwork ofPoints(String schedule, long seed) {
        return new SmallNetwork(points(schedule, seed), PointClouds.twoMoons(PointClouds.NOISE));
    }

    /** The recipe of {@link #ofPoints}. */
    public static Recipe points(String schedule, long seed) {
        return Recipe.parse(filled(POINTS, schedule, training(128, 0.002, "0", seed)));
    }

    /** One for points, which learns the velocity of straight lines from noise to them (rectified flow). */
    public static SmallNetwork ofFlow(DataSet points, long seed) {
        return new SmallNetwork(flow(seed), points);
    }

    /** One that learns the same from pairs of noise and where a flow took it, x and y in turn (reflow). */
    public static SmallNetwork ofReflow(DataSet points, float[] noise, float[] samples, long seed) {
        return new SmallNetwork(flow(seed), points, task -> new ReflowTask(task, noise, samples));
    }

    private static Recipe flow(long seed) {
        return Recipe.parse(filled(FLOW, training(128, 0.004, "0", seed)));
    }

    /** What trains it. */
    public Trainer trainer() {
        return trainer;
    }

    /** Makes updates for a turn of the engine, from one to so many; how many it made. */
    public int learn(int most) {
        long until = System.nanoTime() + TURN;
        int made = 0;
        do {
            trainer.advance();
            made++;
        } while (made < most && System.nanoTime() < until);
        return made;
    }

    /** The average of its weights, which follows them. */
    public Model average() {
        return average;
    }

    /** What it learns from. */
    public DataSet data() {
        return data;
    }

    /** What it learns. */
    ObjectiveRecipe objective() {
        return Objects.requireNonNull(average.recipe().orElseThrow().objective(), "objective");
    }

    /** How many numbers it learns. */
    public long parameters() {
        return average.weights().flat().numel();
    }

    /** Samples of it as it stands by DDIM without fresh noise, for the caller to advance and close. */
    public SamplingRun sampling(int steps, Condition condition, long seed, long... shape) {
        SamplingSettings settings = average.settings().withSteps(steps);
        return Scope.call(
                () -> average.sampling(settings, condition).start(SeededNoise.of(seed), shape), kept -> Stream.empty());
    }

    @Override
    public void close() {
        average.close();
        trainer.close();
    }
}
