package darkroom.model;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.diffusers.Layout;
import darkroom.diffusers.original.Generation;
import darkroom.diffusers.original.Part;
import darkroom.io.AtomicFile;
import darkroom.network.AutoencoderKlConfig;
import darkroom.network.ClipText;
import darkroom.network.ClipTextConfig;
import darkroom.network.Parameters;
import darkroom.network.Parametrised;
import darkroom.network.TextUNetConfig;
import darkroom.settings.JsonText;
import darkroom.settings.Settings;
import darkroom.settings.Value;
import darkroom.text.BytePairs;
import darkroom.torch.SafeTensors;
import darkroom.torch.Scope;
import darkroom.torch.Weights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Checkpoints of Stable Diffusion in one file, with the names that their authors gave to the weights. */
public final class SingleFile {

    private SingleFile() {}

    /**
     * Writes a checkpoint as a folder in diffusers' layout, in the type of its weights; what the folder holds is said last.
     *
     * @param file of safetensors
     * @param folder which is made when it is not there
     * @param prediction what the network predicts, {@code epsilon} or {@code v_prediction}; the weights do not say
     * @return what the folder is in diffusers, such as a {@code StableDiffusionPipeline}
     * @throws IllegalArgumentException when the file is no such checkpoint, lacks a weight or has one that does not fit; when the folder holds
     *     a model already; or when its vocabulary is not the published one
     */
    public static String toFolder(Path file, Path folder, String prediction) throws IOException {
        Layout layout = new Layout(folder);
        if (Files.exists(layout.index())) {
            throw new IllegalArgumentException(folder + " holds a model already: name another folder.");
        }
        try {
            return Scope.call(
                    () -> {
                        try {
                            return write(SafeTensors.read(file).tensors(), layout, prediction);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    },
                    kept -> Stream.empty());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + " cannot be imported. " + e.getMessage(), e);
        }
    }

    private static String write(Map<String, Tensor> checkpoint, Layout layout, String prediction) throws IOException {
        Generation generation = Generation.of(checkpoint);
        Part unet = generation.unet(checkpoint), autoencoder = generation.autoencoder(checkpoint);
        List<Part> texts = generation.texts(checkpoint);
        require(
                unet,
                Settings.read(TextUNetConfig.class, Value.of(unet.config())).network());
        require(
                autoencoder,
                Settings.read(AutoencoderKlConfig.class, Value.of(autoencoder.config()))
                        .network());
        for (Part text : texts) {
            ClipTextConfig config = ClipTextConfig.of(text.config());
            require(text, new ClipText(config, text.weights().containsKey("text_projection.weight")));
            if (config.vocabSize() != BytePairs.PUBLISHED_SIZE) {
                throw new IllegalArgumentException("Its text encoder knows " + config.vocabSize() + " tokens, not the "
                        + BytePairs.PUBLISHED_SIZE + " of CLIP's vocabulary, and the file does not say which.");
            }
        }
        ModelFolder folder = new ModelFolder(layout.folder());
        List<Layout.Text> places = List.of(layout.text(), layout.secondText());
        BytePairs vocabulary = BytePairs.published();
        for (int i = 0; i < texts.size(); i++) {
            Layout.Text place = places.get(i);
            Part text = texts.get(i);
            vocabulary.write(
                    place.tokenizer(),
                    text.config().path("max_position_embeddings").asInt(),
                    generation.padding(i));
            AtomicFile.write(Layout.config(place.encoder()), JsonText.write(text.config()));
            SafeTensors.write(place.weights(), text.weights(), ModelFolder.FORMAT);
        }
        folder.write(layout.autoencoder(), autoencoder.config(), autoencoder.weights());
        folder.write(layout.unet(), unet.config(), unet.weights());
        AtomicFile.write(layout.scheduler(), JsonText.write(generation.scheduler(prediction)));
        JsonNode index = generation.index(unet);
        AtomicFile.write(layout.index(), JsonText.write(index));
        return index.path("_class_name").asText();
    }

    /** Lets a part pass whose weights are those of its network. */
    private static void require(Part part, Parametrised network) {
        try {
            Weights.sharing(Parameters.of(network), part.weights(), torch.ScalarType.Float)
                    .close();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "What seems to be its " + part.config().path("_class_name").asText("text encoder") + " is none: "
                            + e.getMessage(),
                    e);
        }
    }
}
