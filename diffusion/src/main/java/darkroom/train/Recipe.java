package darkroom.train;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import darkroom.objective.Input;
import darkroom.objective.LevelDistribution;
import darkroom.objective.LossWeight;
import darkroom.objective.Objective;
import darkroom.objective.PredictionType;
import darkroom.sample.SamplingSettings;
import darkroom.schedule.DiscreteSchedule;
import darkroom.schedule.Schedules;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * All that makes a model what it is: data, network, objective, training, and how to sample it. One JSON file.
 *
 * @param name the model's name
 * @param data what it learns from, see {@code darkroom.data.DataSets}
 * @param network the network's configuration, by diffusers' names
 * @param objective what it learns; absent for a classifier
 * @param training how it is trained
 * @param sampling how it is sampled unless asked otherwise; absent for a classifier
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Recipe(
        String name,
        JsonNode data,
        JsonNode network,
        @Nullable ObjectiveRecipe objective,
        TrainingSettings training,
        @Nullable SamplingSettings sampling) {

    /**
     * What a network learns, by names.
     *
     * @param schedule see {@link Schedules}
     * @param timesteps T
     * @param prediction see {@link PredictionType}
     * @param weight see {@link LossWeight}
     * @param levels see {@link LevelDistribution}
     */
    public record ObjectiveRecipe(
            String schedule,
            int timesteps,
            String prediction,
            @Nullable String weight,
            @Nullable String levels) {

        /** The objective of these names. */
        public Objective objective() {
            DiscreteSchedule cut = Schedules.discrete(schedule, timesteps);
            PredictionType type = PredictionType.named(prediction);
            return new Objective(
                    cut,
                    type,
                    LossWeight.named(weight == null ? "snr" : weight),
                    LevelDistribution.named(levels == null ? "uniform" : levels),
                    prediction.equals("edm") ? Input.edm(0.5) : Input.TIMESTEP);
        }
    }

    private static final long LONGEST = 1 << 20;
    private static final ObjectMapper JSON = new ObjectMapper()
            .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    public Recipe {
        if (name == null || !name.matches("[a-z0-9][a-z0-9-]{0,63}")) {
            throw new IllegalArgumentException(
                    "A recipe needs a name of small letters, digits and hyphens, not '" + name + "'.");
        }
        if (data == null || network == null || training == null) {
            throw new IllegalArgumentException("The recipe " + name + " needs data, network and training.");
        }
        if (objective != null && sampling != null && sampling.steps() > objective.timesteps()) {
            throw new IllegalArgumentException("The recipe " + name + " asks for " + sampling.steps()
                    + " steps of sampling, but its schedule has " + objective.timesteps() + " timesteps.");
        }
    }

    /**
     * Reads a recipe.
     *
     * @throws IllegalArgumentException when the file is no recipe; says why
     * @throws IOException when it cannot be read
     */
    public static Recipe read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IllegalArgumentException(file + " is not a recipe: it is a folder.");
        }
        if (Files.size(file) > LONGEST) {
            throw new IllegalArgumentException(file + " is not a recipe: it is larger than a megabyte.");
        }
        try {
            return parse(Files.readString(file));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(file + " is not a recipe: it is not text in UTF-8.", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + " is not a recipe: " + e.getMessage(), e);
        }
    }

    /** A recipe from JSON. */
    public static Recipe parse(String json) {
        try {
            return JSON.readValue(json, Recipe.class);
        } catch (JsonProcessingException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw refused;
            }
            String place =
                    e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
            throw new IllegalArgumentException(e.getOriginalMessage() + place, e);
        }
    }

    /** The recipe as indented JSON. */
    public String toJson() {
        try {
            return JSON.writeValueAsString(this) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same recipe with its data said in another way. */
    public Recipe withData(JsonNode other) {
        return new Recipe(name, other, network, objective, training, sampling);
    }

    /** The same recipe with another training. */
    public Recipe with(TrainingSettings other) {
        return new Recipe(name, data, network, objective, other, sampling);
    }
}
