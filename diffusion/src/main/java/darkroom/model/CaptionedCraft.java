package darkroom.model;

import darkroom.data.DataSet;
import darkroom.data.Seeds;
import darkroom.diffusers.Layout;
import darkroom.diffusers.Pipelines;
import darkroom.io.AtomicFile;
import darkroom.latent.AutoencoderCodec;
import darkroom.network.ClipText;
import darkroom.network.ClipTextConfig;
import darkroom.network.Networks;
import darkroom.network.TextUNetConfig;
import darkroom.settings.JsonText;
import darkroom.text.BytePairs;
import darkroom.text.TextEncoder;
import darkroom.torch.SafeTensors;
import darkroom.torch.Weights;
import darkroom.train.CaptionedTask;
import darkroom.train.Captions;
import darkroom.train.Recipe;
import darkroom.train.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** Makes models that draw from texts, in the latents of an autoencoder that is there already. */
final class CaptionedCraft implements Craft {

    /** How many captions the vocabulary is learned from, and the stream that they are of. */
    private static final int READ = 2000, WORDS = 21;

    private final Recipe recipe;
    private final Path autoencoder;
    private final AutoencoderCodec codec;
    private final BytePairs vocabulary;
    private final CaptionedTask task;

    private CaptionedCraft(
            Recipe recipe, Path autoencoder, AutoencoderCodec codec, BytePairs vocabulary, CaptionedTask task) {
        this.recipe = recipe;
        this.autoencoder = autoencoder;
        this.codec = codec;
        this.vocabulary = vocabulary;
        this.task = task;
    }

    static CaptionedCraft of(Recipe recipe, TextUNetConfig network, DataSet data, ModelFolder folder)
            throws IOException {
        Captions captions = recipe.captions();
        if (captions == null) {
            throw new IllegalArgumentException(
                    "The recipe " + recipe.name() + " needs captions: encoder and autoencoder.");
        }
        ClipTextConfig encoder = captions.encoder();
        Path named = folder.path().resolve(captions.autoencoder()).normalize();
        Path autoencoder = Files.isDirectory(named) ? named : folder.path();
        BytePairs vocabulary = new BytePairs(captions(recipe, data), encoder.vocabSize());
        AutoencoderCodec codec = LatentFolder.codec(autoencoder);
        try {
            CaptionedTask task = new CaptionedTask(
                    network.network(),
                    new ClipText(encoder, false),
                    Craft.objective(recipe).objective(),
                    data,
                    vocabulary.tokenizer(encoder.maxPositionEmbeddings()),
                    codec,
                    recipe.training().dropLabel());
            return new CaptionedCraft(recipe, autoencoder, codec, vocabulary, task);
        } catch (IOException | RuntimeException e) {
            codec.close();
            throw e;
        }
    }

    private static List<String> captions(Recipe recipe, DataSet data) {
        List<String> captions =
                data.batch(Seeds.at(recipe.training().seed(), WORDS), 0, READ).captions();
        if (captions.isEmpty()) {
            throw new IllegalArgumentException(
                    "The data of the recipe " + recipe.name() + " has no captions for the network to learn from.");
        }
        return captions;
    }

    @Override
    public Task<?> task() {
        return task;
    }

    /** Writes it as a pipeline of Stable Diffusion 1: the autoencoder and the tokenizer first, the weights last. */
    @Override
    public void write(ModelFolder folder, Weights weights) throws IOException {
        Layout layout = new Layout(folder.path());
        Layout.Text text = layout.text();
        ClipTextConfig encoder = task.encoder().config();
        new LatentFolder(autoencoder).copyTo(folder.path());
        vocabulary.write(text.tokenizer(), encoder.maxPositionEmbeddings());
        folder.write(recipe, Pipelines.textToImage());
        Map<String, Tensor> ofText = new LinkedHashMap<>(), ofNetwork = new LinkedHashMap<>();
        weights.byName().forEach((name, value) -> (TextEncoder.owns(name) ? ofText : ofNetwork).put(name, value));
        AtomicFile.write(Layout.config(text.encoder()), JsonText.write(Pipelines.textEncoder(encoder)));
        SafeTensors.write(text.weights(), ofText, ModelFolder.FORMAT);
        folder.write(layout.unet(), Networks.ALL.write(recipe.network()), ofNetwork);
    }

    @Override
    public void close() {
        task.tokenizer().close();
        codec.close();
    }
}
