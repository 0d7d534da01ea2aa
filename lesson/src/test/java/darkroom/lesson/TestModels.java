package darkroom.lesson;

import darkroom.lesson.studio.ByHeart;
import darkroom.lesson.studio.Garments;
import darkroom.lesson.studio.Pictures;
import darkroom.lesson.studio.SceneModels;
import darkroom.lesson.studio.Studio;
import darkroom.lesson.studio.Transformer;
import darkroom.model.ModelFolder;
import darkroom.network.Parameters;
import darkroom.network.Parametrised;
import darkroom.torch.Weights;
import darkroom.train.Recipe;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Models of the lesson's kind, small and untrained, written by the library. */
public final class TestModels {

    private static final String NETWORK = """
            {"_class_name": "UNet2DModel", "sample_size": 32, "in_channels": 1, "out_channels": 1,
             "block_out_channels": [8, 16], "down_block_types": ["DownBlock2D", "DownBlock2D"],
             "up_block_types": ["UpBlock2D", "UpBlock2D"], "layers_per_block": 1, "norm_num_groups": 4,
             "attention_head_dim": 8, "num_class_embeds": 11}""";

    private static final String CLASSIFIER = """
            {"_class_name": "Classifier", "width": 4, "stages": 2, "classes": 10}""";

    private static final String TRAINING = """
            {"steps": 10, "batch": 4, "learning_rate": 0.001, "learning_rate_schedule": "constant", "warm_up": 0,
             "adam_w": {"beta1": 0.9, "beta2": 0.99, "epsilon": 1e-8, "weight_decay": 0.0}, "clip": 1.0,
             "ema": {"decay": 0.999, "inv_gamma": 1, "power": 0.75, "update_after_step": 0},
             "drop_label": 0.1, "precision": "fp32", "seed": 7, "checkpoint_every": 10}""";

    private TestModels() {}

    /** A model that denoises patterns badly, under the name that the lesson looks for. */
    public static void writeModel(Path models) throws IOException {
        writePatterns(models.resolve(Studio.MODEL), NETWORK);
    }

    private static void writePatterns(Path folder, String network) throws IOException {
        write(folder, """
                {"name": "patterns", "data": {"name": "patterns", "size": 32}, "network": %s,
                 "objective": {"schedule": "squaredcos_cap_v2", "timesteps": 1000, "prediction": "v_prediction"},
                 "training": %s, "sampling": {"sampler": "ddim", "steps": 25, "guidance": 2.0}}""".formatted(network, TRAINING));
    }

    /** A classifier that guesses. */
    public static void writeClassifier(Path models) throws IOException {
        write(models.resolve(Studio.CLASSIFIER), """
                {"name": "patterns-classifier", "data": {"name": "patterns", "size": 32}, "network": %s, "training": %s}""".formatted(CLASSIFIER, TRAINING));
    }

    /** The models of scenes that ship: what draws them from words, what reads them, and the autoencoder. */
    public static void linkScenes(Path models) throws IOException {
        link(models, List.of(SceneModels.WORDS, SceneModels.READER, SceneModels.AUTOENCODER));
    }

    /** The small networks that ship, alike but for how many drawings they learned from. */
    public static void linkByHeart(Path models) throws IOException {
        link(models, ByHeart.NAMES);
    }

    private static void link(Path models, List<String> names) throws IOException {
        for (String name : names) {
            Files.createSymbolicLink(
                    models.resolve(name), Path.of("..", "models", name).toAbsolutePath());
        }
    }

    /** A transformer that denoises patterns badly: as many patches, layers and heads as the one that ships. So does its twin. */
    public static void writeTransformer(Path models) throws IOException {
        write(models.resolve(Transformer.MODEL), """
                {"name": "patterns-dit", "data": {"name": "patterns", "size": 32},
                 "network": {"_class_name": "DiTTransformer2DModel", "sample_size": 32, "patch_size": 4, "in_channels": 1,
                 "num_layers": 5, "num_attention_heads": 4, "attention_head_dim": 4, "num_embeds_ada_norm": 10},
                 "objective": {"schedule": "squaredcos_cap_v2", "timesteps": 1000, "prediction": "v_prediction"},
                 "training": %s, "sampling": {"sampler": "ddim", "steps": 25, "guidance": 2.0}}""".formatted(TRAINING));
        writePatterns(models.resolve(Transformer.TWIN), NETWORK.replace("[8, 16]", "[8, 8]"));
    }

    /** The same of garments, with three pictures of each kind: a square, as light as its label is high. */
    public static void writeGarments(Path models) throws IOException {
        String data = """
                {"name": "idx", "images": "none", "labels": "none", "size": 32}""";
        write(models.resolve(Garments.MODEL), """
                {"name": "garments", "data": %s, "network": %s,
                 "objective": {"schedule": "squaredcos_cap_v2", "timesteps": 1000, "prediction": "v_prediction"},
                 "training": %s, "sampling": {"sampler": "ddim", "steps": 25, "guidance": 2.0}}""".formatted(data, NETWORK, TRAINING), Garments.LABELS);
        write(models.resolve(Garments.CLASSIFIER), """
                {"name": "garments-classifier", "data": %s, "network": %s, "training": %s}""".formatted(data, CLASSIFIER, TRAINING), Garments.LABELS);
        int side = 28, count = 3 * Garments.LABELS.size();
        ByteBuffer images = ByteBuffer.allocate(16 + count * side * side);
        ByteBuffer labels = ByteBuffer.allocate(8 + count);
        images.putInt(0x803).putInt(count).putInt(side).putInt(side);
        labels.putInt(0x801).putInt(count);
        for (int i = 0; i < count; i++) {
            labels.put((byte) (i / 3));
            for (int pixel = 0; pixel < side * side; pixel++) {
                images.put((byte) (20 * (i / 3) + 5 * (i % 3) + 40));
            }
        }
        Path examples = Files.createDirectories(models.resolve(Garments.MODEL).resolve("examples"));
        Files.write(examples.resolve("images-idx3-ubyte.gz"), images.array());
        Files.write(examples.resolve("labels-idx1-ubyte.gz"), labels.array());
    }

    private static void write(Path folder, String json) throws IOException {
        write(folder, json, Pictures.LABELS);
    }

    private static void write(Path folder, String json, List<String> labels) throws IOException {
        Recipe recipe = Recipe.parse(json);
        Parametrised network = recipe.network().network();
        try (Weights weights = Weights.initial(Parameters.of(network), 1)) {
            new ModelFolder(folder).write(recipe, weights, labels);
        }
    }
}
