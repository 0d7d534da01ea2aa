package darkroom.model;

import darkroom.diffusers.Schedulers;
import darkroom.diffusers.scheduler.Plan;
import darkroom.diffusers.scheduler.SchedulerConfig;
import darkroom.guide.Condition;
import darkroom.guide.Guidance;
import darkroom.guide.Vocabulary;
import darkroom.latent.Codec;
import darkroom.network.Network;
import darkroom.network.Operations;
import darkroom.network.Outline;
import darkroom.objective.Objective;
import darkroom.plan.ChosenEvaluator;
import darkroom.plan.Engine;
import darkroom.sample.Chunked;
import darkroom.sample.Clipping;
import darkroom.sample.Denoiser;
import darkroom.sample.Sampler;
import darkroom.sample.Sampling;
import darkroom.sample.SamplingSettings;
import darkroom.torch.TorchEvaluator;
import darkroom.torch.TorchOperations;
import darkroom.torch.WatchedOperations;
import darkroom.torch.Watcher;
import darkroom.torch.Weights;
import darkroom.train.Recipe;
import darkroom.train.Recipe.ObjectiveRecipe;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** A trained network with what it was trained for. */
public final class Model implements AutoCloseable {

    /** What the results of all operations of an evaluation may take: smaller chunks would leave libtorch waiting for itself. */
    private static final int WORKING_MEGABYTES = 1_000;

    /** Of our own samplers, where a model was made by somebody else. */
    private static final int USUAL_STEPS = 50;

    private static final int MOST_NAMED = 100;
    private static final int LARGEST_CHUNK = 1 << 16;

    private final String name;
    private final @Nullable Recipe recipe;
    private final SamplingSettings settings;
    private final Network network;
    private final Weights weights;
    private final TorchOperations operations;
    private final ChosenEvaluator evaluator;
    private final Objective objective;
    private final Codec codec;
    private final List<String> labels;
    private final @Nullable SchedulerConfig scheduler;
    private final int chunk;

    /**
     * A model of its parts, whoever made it.
     *
     * @param name by which people call it
     * @param network its structure
     * @param weights its numbers; the model's to close
     * @param objective what it was trained for
     * @param codec from pictures to what the network sees, and back; stays the caller's, since copies of the model share it
     * @param labels the names of the classes that may be asked for, by label; empty when it was trained without
     * @param settings how it is sampled unless asked otherwise
     * @param scheduler the scheduler by which diffusers samples it, where there is one
     * @param recipe how it was made, where that is known
     */
    public Model(
            String name,
            Network network,
            Weights weights,
            Objective objective,
            Codec codec,
            List<String> labels,
            SamplingSettings settings,
            @Nullable SchedulerConfig scheduler,
            @Nullable Recipe recipe) {
        this.name = name;
        this.network = network;
        this.weights = weights;
        this.operations = new TorchOperations(weights);
        this.evaluator = new ChosenEvaluator(network, weights, operations, Engine.LIBTORCH);
        this.objective = objective;
        this.codec = codec;
        this.labels = List.copyOf(labels);
        this.settings = settings;
        this.scheduler = scheduler;
        this.recipe = recipe;
        long most = WORKING_MEGABYTES
                * 1_000_000L
                / (weights.flat().element_size() * Outline.of(network).values());
        this.chunk = (int) Math.max(1, Math.min(most, LARGEST_CHUNK));
    }

    /** A model that a recipe made, whose network sees the pictures themselves. */
    public Model(Recipe recipe, Network network, Weights weights, Objective objective, List<String> labels) {
        this(
                recipe.name(),
                network,
                weights,
                objective,
                Codec.IDENTITY,
                labels,
                recipe.sampling() == null ? usual(objective) : recipe.sampling(),
                followed(recipe),
                recipe);
    }

    /** A model that somebody else made, sampled as its scheduler has it. */
    public Model(
            String name,
            Network network,
            Weights weights,
            Codec codec,
            List<String> labels,
            SchedulerConfig scheduler) {
        this(name, network, weights, codec, labels, scheduler, scheduler.shortPlan());
    }

    private Model(
            String name,
            Network network,
            Weights weights,
            Codec codec,
            List<String> labels,
            SchedulerConfig scheduler,
            Plan usual) {
        this(
                name,
                network,
                weights,
                usual.objective(),
                codec,
                labels,
                SamplingSettings.ofSteps(Math.min(USUAL_STEPS, scheduler.usualSteps()))
                        .withClip(Clipping.ALL.knows(usual.clipping()) ? usual.clipping() : Clipping.NONE),
                scheduler,
                null);
    }

    private static @Nullable SchedulerConfig followed(Recipe recipe) {
        ObjectiveRecipe objective = recipe.objective();
        return objective != null && Schedulers.canFollow(objective)
                ? Schedulers.ddim(objective, recipe.sampling())
                : null;
    }

    private static SamplingSettings usual(Objective objective) {
        return SamplingSettings.ofSteps(Math.min(25, objective.schedule().timesteps()));
    }

    /** How it was made, where that is known. */
    public Optional<Recipe> recipe() {
        return Optional.ofNullable(recipe);
    }

    /** Its structure. */
    public Network network() {
        return network;
    }

    /** Its numbers; the model's. */
    public Weights weights() {
        return weights;
    }

    /** What it was trained for. */
    public Objective objective() {
        return objective;
    }

    /** The names of the classes that may be asked for, by label; empty when it was trained without. */
    public List<String> labels() {
        return labels;
    }

    /** The name by which people call it. */
    public String name() {
        return name;
    }

    /** The shape of a sample as the network sees it, without the batch: of a picture, a point, or a latent. */
    public long[] sampleShape() {
        return network.sampleShape();
    }

    /** The shape of what a sample shows, without the batch: [channels, height, width] of a picture, [dimensions] of a point. */
    public long[] pictureShape() {
        return codec.pictureShape(sampleShape());
    }

    /** Leads from pictures to what the network sees, and back. */
    public Codec codec() {
        return codec;
    }

    /** How it is sampled unless asked otherwise; a model that somebody else made, unless its scheduler leads. */
    public SamplingSettings settings() {
        return settings;
    }

    /**
     * The scheduler by which diffusers samples it: its own, or DDIM along the schedule of its recipe.
     *
     * @throws IllegalArgumentException when diffusers has none that could
     */
    public SchedulerConfig scheduler() {
        if (scheduler == null) {
            throw new IllegalArgumentException(
                    "The model " + name + " was trained as no scheduler of diffusers knows it.");
        }
        return scheduler;
    }

    /**
     * The model as a denoiser until it is closed, in the type of its weights; by one engine in float32 reproducible to the bit. Large
     * batches are evaluated in chunks, each in about {@value #WORKING_MEGABYTES} MB or of a few rows.
     */
    public Denoiser denoiser() {
        return chunked(objective);
    }

    private Denoiser chunked(Objective seen) {
        return new Chunked(new NetworkDenoiser(evaluator, seen, vocabulary()), chunk);
    }

    /** The same denoiser on libtorch, with a watcher who looks on and may step in. */
    public Denoiser denoiser(Watcher watcher) {
        Operations<Tensor> on = new WatchedOperations(operations, watcher);
        return new NetworkDenoiser(new TorchEvaluator(network, on, weights.type()), objective, vocabulary());
    }

    /** Lets an engine compute the network from the next evaluation on, also for denoisers and runs that there are already. */
    public void use(Engine engine) {
        evaluator.use(engine);
    }

    /** Which engine computed the last evaluation. */
    public Engine engine() {
        return evaluator.ran();
    }

    /** What it can be asked for. */
    public Vocabulary vocabulary() {
        int classes = network.classEmbeddings();
        return new Vocabulary(classes, classes == 0 ? 0 : labels.size(), null);
    }

    /** A copy in bfloat16, the fast type where the processor has it; for the caller to close. */
    public Model bfloat16() {
        Model copy = new Model(
                name,
                network,
                weights.converted(torch.ScalarType.BFloat16),
                objective,
                codec,
                labels,
                settings,
                scheduler,
                recipe);
        copy.use(evaluator.asked());
        return copy;
    }

    /**
     * What it takes to sample the model.
     *
     * @throws IllegalArgumentException when the sampler asks for a variance and the network has learned none, or it must be told
     *     a class and is not
     */
    public Sampling sampling(SamplingSettings settings, Condition condition) {
        require(settings.sampler(), condition);
        return settings.sampling(denoiser(), objective.schedule(), condition);
    }

    /** What it takes to sample the model as a scheduler of diffusers does; errors as with settings. */
    public Sampling sampling(Plan plan, Condition condition, Guidance guidance) {
        require(plan.sampler(), condition);
        return plan.sampling(chunked(plan.objective()), condition, guidance);
    }

    private void require(Sampler sampler, Condition condition) {
        vocabulary().require(condition);
        if (sampler.needsVariance() && !network.learnsVariance()) {
            throw new IllegalArgumentException(
                    "The model " + name + " has learned no variance, which its sampler asks for.");
        }
    }

    /**
     * The label of a name or number.
     *
     * @throws IllegalArgumentException when the model has no such label
     */
    public int label(String nameOrNumber) {
        int named = labels.indexOf(nameOrNumber);
        if (named >= 0) {
            return named;
        }
        if (nameOrNumber.matches("\\d{1,6}") && Integer.parseInt(nameOrNumber) < labels.size()) {
            return Integer.parseInt(nameOrNumber);
        }
        throw new IllegalArgumentException(
                labels.isEmpty()
                        ? "The model " + name() + " was trained without labels, so '" + nameOrNumber
                                + "' cannot be asked for."
                        : "The model " + name() + " has no label '" + nameOrNumber + "': it knows "
                                + (labels.size() > MOST_NAMED ? labels.size() + " labels" : String.join(", ", labels))
                                + ", or their numbers from 0.");
    }

    @Override
    public void close() {
        evaluator.close();
        operations.close();
        weights.close();
    }
}
