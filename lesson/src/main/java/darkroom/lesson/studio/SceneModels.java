package darkroom.lesson.studio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.data.Scenes;
import darkroom.latent.AutoencoderCodec;
import darkroom.model.ModelFolder;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What leads from scenes to latents and back. It is loaded when it is first asked for, on the engine's thread. */
public final class SceneModels {

    /** The folder of the autoencoder. */
    public static final String AUTOENCODER = "scenes-autoencoder";

    /** Scenes are so many pixels wide and high. */
    public static final int SIZE = 64;

    /** All scenes. */
    public static final Scenes DATA = new Scenes(SIZE, true);

    private final ModelFolder folder;
    private @Nullable AutoencoderCodec codec;

    SceneModels(Path models) {
        folder = new ModelFolder(models.resolve(AUTOENCODER));
    }

    /** The autoencoder; on the engine's thread. */
    public AutoencoderCodec codec() {
        AutoencoderCodec known = codec;
        if (known == null) {
            known = Reading.of(folder, folder::readAutoencoder);
            codec = known;
        }
        return known;
    }

    /** What the page says about it; null where it is missing. */
    @Nullable
    ObjectNode describe() {
        try {
            return folder.exists() ? Studio.described(folder.recipe()) : null;
        } catch (IOException | IllegalArgumentException e) {
            return null;
        }
    }

    /** Frees what was loaded, on the engine's thread. */
    void close() {
        if (codec != null) {
            codec.close();
        }
    }
}
