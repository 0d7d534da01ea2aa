package darkroom.model;

import darkroom.data.DataSet;
import darkroom.data.Seeds;
import darkroom.diffusers.Layout;
import darkroom.diffusers.Pipelines;
import darkroom.io.AtomicFile;
import darkroom.latent.AutoencoderCodec;
import darkroom.network.ClipText;
import darkroom.network.ClipTextConfig;
import darkroom.network.TextUNetConfig;
import darkroom.settings.JsonText;
import darkroom.text.BytePairs;
import darkroom.text.ClipTokenizer;
import darkroom.torch.Weights;
import darkroom.train.CaptionedTask;
import darkroom.train.Captions;
import darkroom.train.LatentExamples;
import darkroom.train.Recipe;
import darkroom.train.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes models that draw from texts, in the latents of an autoencoder that is there already. */
final class CaptionedCraft implements Craft {

    /** How many captions the vocabulary is learned from, how many pictures are drawn at once for them, and of which stream. */
    private static final int READ = 2000, AT_ONCE = 20, WORDS = 21;

    private final Recipe recipe;
    private final LatentFolder latents;
    private final AutoencoderCodec codec;
    private final @Nullable BytePairs learned;
    private final CaptionedTask task;

    private CaptionedCraft(
            Recipe recipe,
            LatentFolder latents,
            AutoencoderCodec codec,
            @Nullable BytePairs learned,
            CaptionedTask task) {
        this.recipe = recipe;
        this.latents = latents;
        this.codec = codec;
        this.learned = learned;
        this.task = task;
    }

    /** Of a folder in which a training has begun, the autoencoder and the vocabulary are those that it began with. */
    static CaptionedCraft of(Recipe recipe, TextUNetConfig network, DataSet data, ModelFolder folder)
            throws IOException {
        Captions captions = recipe.captions();
        if (captions == null) {
            throw new IllegalArgumentException(
                    "The recipe " + recipe.name() + " needs captions: encoder and autoencoder.");
        }
        ClipTextConfig encoder = captions.encoder();
        Path own = folder.path(), named = own.resolve(captions.autoencoder()).normalize();
        LatentFolder latents = new LatentFolder(LatentFolder.isIn(own) ? own : named);
        Path tokenizer = new Layout(own).text().tokenizer();
        BytePairs learned =
                BytePairs.isIn(tokenizer) ? null : new BytePairs(captions(recipe, data), encoder.vocabSize());
        AutoencoderCodec codec = LatentFolder.codec(latents.model());
        try {
            requireFitting(network, data, codec);
            CaptionedTask task = new CaptionedTask(
                    network.network(),
                    new ClipText(encoder, false),
                    Craft.objective(recipe).objective(),
                    learned == null
                            ? ClipTokenizer.read(tokenizer)
                            : learned.tokenizer(encoder.maxPositionEmbeddings()),
                    new LatentExamples(data, codec, captions.pictures()),
                    recipe.training().dropLabel());
            return new CaptionedCraft(recipe, latents, codec, learned, task);
        } catch (IOException | RuntimeException e) {
            codec.close();
            throw e;
        }
    }

    private static void requireFitting(TextUNetConfig network, DataSet data, AutoencoderCodec codec) {
        long[] drawn = codec.pictureShape(network.network().sampleShape()), given = data.shape();
        if (!Arrays.equals(drawn, given)) {
            throw new IllegalArgumentException("The network draws pictures of shape " + Arrays.toString(drawn)
                    + ", but the data's are " + Arrays.toString(given) + ".");
        }
    }

    private static List<String> captions(Recipe recipe, DataSet data) {
        long seed = Seeds.at(recipe.training().seed(), WORDS);
        List<String> captions = IntStream.range(0, READ / AT_ONCE)
                .mapToObj(i -> data.batch(seed, i, AT_ONCE).captions())
                .flatMap(List::stream)
                .toList();
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
        latents.copyTo(folder.path());
        if (learned != null) {
            learned.write(text.tokenizer(), encoder.maxPositionEmbeddings());
        }
        folder.write(recipe, Pipelines.textToImage());
        AtomicFile.write(Layout.config(text.encoder()), JsonText.write(Pipelines.textEncoder(encoder, false)));
        TextWeights.write(folder, recipe, weights);
    }

    @Override
    public void close() {
        task.tokenizer().close();
        codec.close();
    }
}
