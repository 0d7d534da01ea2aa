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

    private final ModelFolder drawing;
    private final ModelFolder coding;
    private final ModelFolder reading;
    private final OnDemand<TextToImage> words;
    private final OnDemand<SceneReader> reader;
    private final OnDemand<AutoencoderCodec> codec;

    SceneModels(Path models) {
        drawing = new ModelFolder(models.resolve(WORDS));
        coding = new ModelFolder(models.resolve(AUTOENCODER));
        reading = new ModelFolder(models.resolve(READER));
        words = new OnDemand<>(drawing, this::readWords, TextToImage::close);
        reader = new OnDemand<>(reading, reading::readSceneReader, SceneReader::close);
        codec = new OnDemand<>(coding, coding::readAutoencoder, AutoencoderCodec::close);
    }

    private TextToImage readWords() throws IOException {
        TextToImage read = TextToImage.read(drawing.path());
        read.use(Engine.AUTO);
        return read;
    }

    /** The autoencoder; on the engine's thread. */
    public AutoencoderCodec codec() {
        return codec.get();
    }

    /** What draws from words; on the engine's thread. */
    public TextToImage words() {
        return words.get();
    }

    /** What says which scene a picture shows; on the engine's thread. */
    public SceneReader reader() {
        return reader.get();
    }

    /** What the page says about the autoencoder; null where it is missing. */
    @Nullable
    ObjectNode describe() {
        Recipe recipe = recipe(coding);
        return recipe == null ? null : Studio.described(recipe);
    }

    /** What the page says about the model that draws from words; null where that, or what reads scenes, is missing. */
    @Nullable
    ObjectNode describeWords() {
        Recipe recipe = recipe(drawing);
        return recipe == null || recipe.sampling() == null || recipe(reading) == null
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
        codec.close();
        words.close();
        reader.close();
    }
}
