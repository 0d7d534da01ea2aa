package darkroom.lesson.studio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.data.Scenes;
import darkroom.latent.AutoencoderCodec;
import darkroom.model.ModelFolder;
import darkroom.model.SceneReader;
import darkroom.model.TextToImage;
import darkroom.plan.Engine;
import darkroom.train.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What draws scenes from words, what reads them, and what leads from scenes to latents and back. Each is loaded when it is first asked for, on
 * the engine's thread.
 */
public final class SceneModels {

    /** The folder of the model that draws from words. */
    public static final String WORDS = "scenes";

    /** The folder of the autoencoder. */
    public static final String AUTOENCODER = "scenes-autoencoder";

    /** The folder of what says which scene a picture shows. */
    public static final String READER = "scenes-classifier";

    /** Scenes are so many pixels wide and high. */
    public static final int SIZE = 64;

    /** All scenes. */
    public static final Scenes DATA = new Scenes(SIZE, true);

    private final Path models;
    private final ModelFolder autoencoder;
    private final ModelFolder recogniser;
    private @Nullable TextToImage words;
    private @Nullable SceneReader reader;
    private @Nullable AutoencoderCodec codec;

    SceneModels(Path models) {
        this.models = models;
        autoencoder = new ModelFolder(models.resolve(AUTOENCODER));
        recogniser = new ModelFolder(models.resolve(READER));
    }

    /** The autoencoder; on the engine's thread. */
    public AutoencoderCodec codec() {
        AutoencoderCodec known = codec;
        if (known == null) {
            known = Reading.of(autoencoder, autoencoder::readAutoencoder);
            codec = known;
        }
        return known;
    }

    /** What draws from words; on the engine's thread. */
    public TextToImage words() {
        TextToImage known = words;
        if (known == null) {
            Path folder = models.resolve(WORDS);
            known = Reading.of(new ModelFolder(folder), () -> TextToImage.read(folder));
            known.use(Engine.AUTO);
            words = known;
        }
        return known;
    }

    /** What says which scene a picture shows; on the engine's thread. */
    public SceneReader reader() {
        SceneReader known = reader;
        if (known == null) {
            known = Reading.of(recogniser, recogniser::readSceneReader);
            reader = known;
        }
        return known;
    }

    /** What the page says about the autoencoder; null where it is missing. */
    @Nullable
    ObjectNode describe() {
        Recipe recipe = recipe(autoencoder);
        return recipe == null ? null : Studio.described(recipe);
    }

    /** What the page says about the model that draws from words; null where that, or what reads scenes, is missing. */
    @Nullable
    ObjectNode describeWords() {
        Recipe recipe = recipe(new ModelFolder(models.resolve(WORDS)));
        return recipe == null || recipe.sampling() == null || recipe(recogniser) == null
                ? null
                : Studio.described(recipe)
                        .put("guidance", recipe.sampling().guidance().scale())
                        .put("steps", recipe.sampling().steps());
    }

    private static @Nullable Recipe recipe(ModelFolder folder) {
        try {
            return folder.exists() ? folder.recipe() : null;
        } catch (IOException | IllegalArgumentException e) {
            return null;
        }
    }

    /** Frees what was loaded, on the engine's thread. */
    void close() {
        if (codec != null) {
            codec.close();
        }
        if (words != null) {
            words.close();
        }
        if (reader != null) {
            reader.close();
        }
    }
}
