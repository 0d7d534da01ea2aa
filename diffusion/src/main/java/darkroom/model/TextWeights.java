package darkroom.model;

import darkroom.diffusers.Layout;
import darkroom.network.Networks;
import darkroom.text.TextEncoder;
import darkroom.torch.SafeTensors;
import darkroom.torch.Weights;
import darkroom.train.Recipe;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** What a training of a model that draws from texts has learned, in the folders of its parts. */
final class TextWeights {

    private TextWeights() {}

    /** Writes the weights of the text encoder, where it learned too, and then those of the U-Net. */
    static void write(ModelFolder folder, Recipe recipe, Weights weights) throws IOException {
        Layout layout = new Layout(folder.path());
        Map<String, Tensor> ofText = new LinkedHashMap<>(), ofNetwork = new LinkedHashMap<>();
        weights.byName().forEach((name, value) -> (TextEncoder.owns(name) ? ofText : ofNetwork).put(name, value));
        if (!ofText.isEmpty()) {
            SafeTensors.write(layout.text().weights(), ofText, ModelFolder.FORMAT);
        }
        folder.write(layout.unet(), Networks.ALL.write(recipe.network()), ofNetwork);
    }
}
