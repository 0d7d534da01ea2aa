package darkroom.lesson.studio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.lesson.web.Unavailable;
import darkroom.model.Model;
import darkroom.model.ModelFolder;
import darkroom.network.Dit;
import darkroom.network.DitConfig;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A model of the lesson's patterns whose network is a transformer. It is loaded when it is first asked for, on the engine's thread. */
public final class Transformer {

    /** The folder of the model. */
    public static final String MODEL = "patterns-dit";

    private final ModelFolder folder;
    private @Nullable Loaded loaded;

    /**
     * The model as it was read.
     *
     * @param model it
     * @param network what its network is made of
     */
    public record Loaded(Model model, DitConfig network) {

        /** How many patches lie side by side. */
        public int side() {
            return network.sampleSize() / network.patchSize();
        }

        /** How many patches a picture has. */
        public int patches() {
            return side() * side();
        }
    }

    Transformer(Path models) {
        folder = new ModelFolder(models.resolve(MODEL));
    }

    /** The model; on the engine's thread. */
    public Loaded loaded() {
        Loaded known = loaded;
        if (known == null) {
            Model model = Reading.of(folder, folder::read);
            if (!(model.network() instanceof Dit network)
                    || !model.labels().equals(Pictures.LABELS)
                    || network.config().sampleSize() != Pictures.SIZE) {
                model.close();
                throw new Unavailable(
                        "The model in " + folder.path() + " is no transformer that draws the lesson's patterns.");
            }
            known = new Loaded(model, network.config());
            loaded = known;
        }
        return known;
    }

    /** What the page says about it; null where it is missing. */
    @Nullable
    ObjectNode describe() {
        try {
            if (!folder.exists() || !(folder.recipe().network() instanceof DitConfig network)) {
                return null;
            }
            return Studio.described(folder.recipe())
                    .put("side", network.sampleSize() / network.patchSize())
                    .put("layers", network.numLayers())
                    .put("heads", network.numAttentionHeads());
        } catch (IOException | IllegalArgumentException e) {
            return null;
        }
    }

    /** Frees what was loaded, on the engine's thread. */
    void close() {
        if (loaded != null) {
            loaded.model().close();
        }
    }
}
