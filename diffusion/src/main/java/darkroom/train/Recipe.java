package darkroom.train;

import darkroom.data.DataDescription;
import darkroom.network.AutoencoderKlConfig;
import darkroom.network.Network;
import darkroom.network.NetworkConfig;
import darkroom.network.Networks;
import darkroom.network.TextUNetConfig;
import darkroom.objective.Input;
import darkroom.objective.LevelDistribution;
import darkroom.objective.LossWeight;
import darkroom.objective.Objective;
import darkroom.objective.PredictionType;
import darkroom.sample.SamplingSettings;
import darkroom.schedule.DiscreteSchedule;
import darkroom.schedule.ScheduleFamily;
import darkroom.settings.JsonText;
import darkroom.settings.Setting;
import darkroom.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** All that makes a model what it is: data, network, objective, training, and how to sample it. One JSON file. */
public record Recipe(
        @Setting("the model's name: small letters, digits and hyphens, at most 64")
        String name,

        @Setting("what the network learns from") DataDescription data,
        @Setting("the network") NetworkConfig network,

        @Setting("what the network learns; left out for a classifier or an autoencoder") @Nullable
        ObjectiveRecipe objective,

        @Setting("how it is trained") TrainingSettings training,

        @Setting("how it is sampled unless asked otherwise; left out for a classifier or an autoencoder") @Nullable
        SamplingSettings sampling,

        @Setting("what makes the network follow captions; left out for one that is told no texts") @Nullable
        Captions captions,

        @Setting("how errors count; for an autoencoder alone") @Nullable
        Reconstruction reconstruction,

        @Setting(
                "which model is taught further; objective and captions are left out with it, and so may be the network, which"
                        + " is that model's")
        @Nullable
        FineTuning fineTuning) {

    /** What a network learns, by names. */
    public record ObjectiveRecipe(
            @Setting("the noise schedule") ScheduleFamily schedule,

            @Setting(value = "T, the timesteps that the schedule is cut into", range = "[1, 1000000]")
            int timesteps,

            @Setting(
                    value = "whether the schedule is stretched to end without any signal (Lin et al. 2023)",
                    otherwise = "false")
            boolean zeroTerminalSnr,

            @Setting(value = "what the network's output means", among = PredictionType.class)
            String prediction,

            @Setting(value = "how errors count at a level", otherwise = "\"snr\"", among = LossWeight.class)
            String weight,

            @Setting(
                    value = "which levels training sees how often",
                    otherwise = "\"uniform\"",
                    among = LevelDistribution.class)
            String levels,

            @Setting(value = SHIFTED, otherwise = "1", range = SHIFTS)
            double shift) {

        static final String SHIFTED =
                "how far the levels are moved towards noise (Esser et al. 2024, eq. 23): s, at 1 not at all";

        static final String SHIFTS = "(0, 1000]";

        public ObjectiveRecipe {
            Settings.check(
                    ObjectiveRecipe.class, schedule, timesteps, zeroTerminalSnr, prediction, weight, levels, shift);
        }

        /** The schedule, cut into its timesteps. */
        public DiscreteSchedule discrete() {
            DiscreteSchedule cut = schedule.discrete(timesteps);
            return zeroTerminalSnr ? cut.withZeroTerminalSnr() : cut;
        }

        /** The objective of these names. */
        public Objective objective() {
            return new Objective(
                    discrete(),
                    PredictionType.named(prediction),
                    LossWeight.named(weight),
                    LevelDistribution.named(levels).shifted(shift),
                    prediction.equals("edm") ? Input.edm(0.5) : Input.TIMESTEP);
        }
    }

    public Recipe {
        Settings.check(
                Recipe.class, name, data, network, objective, training, sampling, captions, reconstruction, fineTuning);
        Settings.require(
                name.matches("[a-z0-9][a-z0-9-]{0,63}"),
                "name",
                "name must be small letters, digits and hyphens, at most 64, not '" + name + "'.");
        if (fineTuning != null) {
            Settings.require(
                    network instanceof TextUNetConfig && objective == null && captions == null,
                    "fine_tuning",
                    "fine_tuning goes without objective and captions, which are the model's, and its network is told texts.");
        }
        Settings.require(
                fineTuning != null || (captions != null) == (network instanceof TextUNetConfig),
                "captions",
                "captions must be given for a network that is told texts, and for no other.");
        if (captions != null && network instanceof TextUNetConfig unet) {
            int width = captions.encoder().hiddenSize();
            Settings.require(
                    unet.seesTokensOf(width),
                    "network.cross_attention_dim",
                    "network.cross_attention_dim must be " + width + ", as captions.encoder.hidden_size is.");
            Settings.require(
                    unet.seesTokensOnly(),
                    "network.addition_embed_type",
                    "network.addition_embed_type must be left out, and so must classes and time_cond_proj_dim: a training here"
                            + " tells captions alone.");
        }
        Settings.require(
                reconstruction == null || network instanceof AutoencoderKlConfig,
                "reconstruction",
                "reconstruction must be left out: the network is no autoencoder.");
        if (objective != null) {
            Network learner = Settings.within("network", () -> Networks.of(network));
            Settings.require(
                    !learner.learnsVariance(),
                    "network.out_channels",
                    "network.out_channels must be network.in_channels: a training here learns no variance.");
            Settings.require(
                    sampling == null || sampling.steps() <= objective.timesteps(),
                    "sampling.steps",
                    "sampling.steps must be at most objective.timesteps, " + objective.timesteps() + ".");
        }
    }

    /**
     * Reads a recipe.
     *
     * @throws IllegalArgumentException when the file is no recipe; says where and why
     * @throws IOException when it cannot be read
     */
    public static Recipe read(Path file) throws IOException {
        return Settings.read(Recipe.class, JsonText.read(file));
    }

    /** A recipe from JSON; errors as in {@link #read}. */
    public static Recipe parse(String json) {
        return Settings.read(Recipe.class, JsonText.parse(json));
    }

    /** The recipe of a model without captions. */
    public Recipe(
            String name,
            DataDescription data,
            NetworkConfig network,
            @Nullable ObjectiveRecipe objective,
            TrainingSettings training,
            @Nullable SamplingSettings sampling) {
        this(name, data, network, objective, training, sampling, null, null, null);
    }

    /** The recipe as indented JSON. */
    public String toJson() {
        return JsonText.write(Settings.write(this));
    }

    /** The same recipe with paths that start from another folder, as {@link DataDescription#seenFrom} changes them. */
    public Recipe seenFrom(Path other, Path base) {
        Captions moved = captions == null
                ? null
                : new Captions(
                        captions.encoder(),
                        DataDescription.seenFrom(other, base, captions.autoencoder()),
                        captions.pictures());
        FineTuning start = fineTuning == null
                ? null
                : new FineTuning(
                        DataDescription.seenFrom(other, base, fineTuning.model()),
                        fineTuning.rank(),
                        fineTuning.textEncoder(),
                        fineTuning.pictures(),
                        fineTuning.shift());
        return new Recipe(
                name, data.seenFrom(other, base), network, objective, training, sampling, moved, reconstruction, start);
    }

    /** The same recipe with another training. */
    public Recipe with(TrainingSettings other) {
        return new Recipe(name, data, network, objective, other, sampling, captions, reconstruction, fineTuning);
    }
}
