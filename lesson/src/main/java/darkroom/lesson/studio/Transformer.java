package darkroom.lesson.studio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.model.Model;
import darkroom.model.ModelFolder;
import darkroom.network.Dit;
import darkroom.network.DitConfig;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A model of the lesson's patterns whose network is a transformer, and its twin, a U-Net that trained for as long. Each is loaded when it is
 * first asked for, on the engine's thread.
 */
public final class Transformer {

    /** The folder of the model. */
    public static final String MODEL = "patterns-dit";

    /** The folder of its twin. */
    public static final String TWIN = "patterns-brief";

    private final ModelFolder folder;
    private final ModelFolder twinFolder;
    private final OnDemand<Model> model;
    private final OnDemand<Model> twin;

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
        twinFolder = new ModelFolder(models.resolve(TWIN));
        model = OnDemand.model(
                folder,
                read -> read.network() instanceof Dit && Studio.drawsPatterns(read),
                "is no transformer that draws the lesson's patterns");
        twin = OnDemand.model(twinFolder, Studio::drawsPatterns, "does not draw the lesson's patterns");
    }

    /** The model; on the engine's thread. */
    public Loaded loaded() {
        return new Loaded(model.get(), ((Dit) model.get().network()).config());
    }

    /** The U-Net that trained for as long; on the engine's thread. */
    public Model twin() {
        return twin.get();
    }

    /** What the page says about the two, its twin null where that is missing; null where it is missing itself. */
    @Nullable
    ObjectNode describe() {
        try {
            if (!folder.exists() || !(folder.recipe().network() instanceof DitConfig network)) {
                return null;
            }
            ObjectNode json = Studio.described(folder.recipe())
                    .put("side", network.sampleSize() / network.patchSize())
                    .put("layers", network.numLayers())
                    .put("heads", network.numAttentionHeads());
            json.set("twin", twinFolder.exists() ? Studio.described(twinFolder.recipe()) : null);
            return json;
        } catch (IOException | IllegalArgumentException e) {
            return null;
        }
    }

    /** Frees what was loaded, on the engine's thread. */
    void close() {
        model.close();
        twin.close();
    }
}
