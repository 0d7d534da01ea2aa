package darkroom.model;

import darkroom.diffusers.Layout;
import darkroom.diffusers.WeightFiles;
import darkroom.io.AtomicFile;
import darkroom.io.Enclosure;
import darkroom.latent.AutoencoderCodec;
import darkroom.network.Autoencoder;
import darkroom.network.Autoencoders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.pytorch.global.torch;

/**
 * The autoencoder of a model's folder.
 *
 * @param model the model's folder, which holds it in a folder of its own
 */
record LatentFolder(Path model) {

    /** Whether there is one. */
    static boolean isIn(Path model) {
        return Files.exists(Layout.config(new Layout(model).autoencoder()));
    }

    /**
     * Reads it, for the caller to close.
     *
     * @throws IllegalArgumentException when there is none, or it is broken
     */
    static AutoencoderCodec codec(Path model) throws IOException {
        return codec(model, torch.ScalarType.Float);
    }

    /** Reads it to compute in a type; errors as with {@link #codec(Path)}. */
    static AutoencoderCodec codec(Path model, torch.ScalarType type) throws IOException {
        FolderPart part = new FolderPart(new Enclosure(model), new Layout(model).autoencoder());
        Autoencoder network = Autoencoders.ALL.read(part.config()).network();
        return new AutoencoderCodec(network, part.weights(network, type));
    }

    /** Copies it into another model's folder, unless that has one; the options last, which say that there is one. */
    void copyTo(Path other) throws IOException {
        if (isIn(other)) {
            return;
        }
        Path from = new Layout(model).autoencoder(), to = new Layout(other).autoencoder();
        Path weights = new WeightFiles(from, new Enclosure(model)).first();
        AtomicFile.write(new WeightFiles(to, new Enclosure(other)).whole(), out -> Files.copy(weights, out));
        AtomicFile.write(Layout.config(to), Files.readString(Layout.config(from)));
    }
}
