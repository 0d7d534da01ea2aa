package darkroom.model;

import darkroom.diffusers.Layout;
import darkroom.diffusers.WeightFiles;
import darkroom.io.Enclosure;
import darkroom.network.Parametrised;
import darkroom.settings.JsonText;
import darkroom.settings.Value;
import darkroom.torch.Weights;
import java.io.IOException;
import java.nio.file.Path;
import org.bytedeco.pytorch.global.torch;

/**
 * A network in a model's folder, as one of several: its options and its weights.
 *
 * @param enclosure the model's folder, which nothing leads out of
 * @param folder the network's
 */
record FolderPart(Enclosure enclosure, Path folder) {

    Value config() throws IOException {
        return JsonText.read(enclosure.require(Layout.config(folder)));
    }

    /** The weights in float32, for the caller to close; errors as in {@link ReadWeights#of}. */
    Weights weights(Parametrised network) throws IOException {
        return weights(network, torch.ScalarType.Float);
    }

    /** The weights in a type. */
    Weights weights(Parametrised network, torch.ScalarType type) throws IOException {
        WeightFiles files = new WeightFiles(folder, enclosure);
        return ReadWeights.of(files.first(), network, type, files::read);
    }
}
