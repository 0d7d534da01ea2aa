package darkroom.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.data.DataSet;
import darkroom.data.Patterns;
import darkroom.data.Scenes;
import darkroom.guide.Condition;
import darkroom.latent.AutoencoderCodec;
import darkroom.sample.SamplingRun;
import darkroom.sample.SeededNoise;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.torch.Threads;
import darkroom.train.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Autoencoders, and models that draw from captions in their latents, are made by recipes. */
class CaptionedTrainingTest {

    private static final DataSet SCENES = new Scenes(32);

    private static final String AUTOENCODER = """
            {"name": "small-autoencoder", "data": {"name": "scenes", "size": 32},
             "network": {"_class_name": "AutoencoderKL", "block_out_channels": [8, 16], "norm_num_groups": 4,
               "down_block_types": ["DownEncoderBlock2D", "DownEncoderBlock2D"],
               "up_block_types": ["UpDecoderBlock2D", "UpDecoderBlock2D"]},
             "training": {"steps": 60, "batch": 4, "learning_rate": 0.005, "checkpoint_every": 1000, "seed": 1},
             "reconstruction": {"edges": 0.5}}
            """;

    private static final String CAPTIONED = """
            {"name": "small-scenes", "data": {"name": "scenes", "size": 32},
             "network": {"_class_name": "UNet2DConditionModel", "sample_size": 16, "block_out_channels": [8, 16],
               "down_block_types": ["DownBlock2D", "CrossAttnDownBlock2D"], "layers_per_block": 1, "norm_num_groups": 4,
               "up_block_types": ["CrossAttnUpBlock2D", "UpBlock2D"], "attention_head_dim": 2, "cross_attention_dim": 8},
             "captions": {"autoencoder": "../autoencoder", "encoder": {"vocab_size": 640, "hidden_size": 8,
               "intermediate_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2, "max_position_embeddings": 16,
               "eos_token_id": 639}},
             "objective": {"schedule": "squaredcos_cap_v2", "timesteps": 100, "prediction": "v_prediction"},
             "training": {"steps": 6, "batch": 4, "learning_rate": 0.002, "checkpoint_every": 3, "drop_label": 0.2, "seed": 3},
             "sampling": {"sampler": "ddim", "steps": 3}}
            """;

    @TempDir
    Path folder;

    @BeforeAll
    static void oneThread() {
        Threads.use(1);
    }

    private ModelFolder folder(String name) {
        return new ModelFolder(folder.resolve(name));
    }

    private void makeAutoencoder() throws IOException {
        try (TrainingRun run = TrainingRun.begin(Recipe.parse(AUTOENCODER), SCENES, folder("autoencoder"))) {
            while (!run.done()) {
                run.advance();
            }
        }
    }

    private void train(ModelFolder to, int updates, boolean resume) throws IOException {
        Recipe recipe = Recipe.parse(CAPTIONED);
        try (TrainingRun run =
                resume ? TrainingRun.resume(recipe, SCENES, to) : TrainingRun.begin(recipe, SCENES, to)) {
            for (int i = 0; i < updates; i++) {
                run.advance();
            }
        }
    }

    /** Pictures come back better than as their mean, and latents have the spread of noise. */
    @Test
    void anAutoencoderLearnsToBringPicturesBack() throws IOException {
        makeAutoencoder();
        float[] values = SCENES.batch(99, 0, 16).values();
        try (AutoencoderCodec codec = LatentFolder.codec(folder.resolve("autoencoder"))) {
            Scope.run(() -> {
                Tensor pictures = Tensors.of(values, 16, 3, 32, 32);
                Tensor latents = codec.encode(pictures, SeededNoise.of(1));
                double error =
                        codec.decode(latents).sub(pictures).square().mean().item_double();
                double spread = pictures.sub(pictures.mean()).square().mean().item_double();
                assertTrue(error < 0.25 * spread, error + " of " + spread);
                assertEquals(1, latents.std().item_double(), 0.3);
            });
        }
        assertTrue(folder("autoencoder").structure().toString().contains("AutoencoderKl"));
    }

    @Test
    void aModelOfCaptionsIsAFolderThatDrawsFromTexts() throws IOException {
        makeAutoencoder();
        ModelFolder made = folder("made");
        train(made, 6, false);
        Files.delete(folder.resolve("autoencoder/vae/config.json"));
        try (TextToImage model = TextToImage.read(made.path())) {
            Scope.run(() -> {
                Condition.Encoded red = model.prompts().encode(List.of("a large red circle on white"), 32, 32);
                Condition.Encoded blue = model.prompts().encode(List.of("a small blue star on black"), 32, 32);
                assertTrue(red.tokens().sub(blue.tokens()).abs().max().item_double() > 0.01);
                float[] one = drawn(model, red), other = drawn(model, blue);
                double difference = 0;
                for (int i = 0; i < one.length; i++) {
                    assertTrue(Float.isFinite(one[i]));
                    difference = Math.max(difference, Math.abs(one[i] - other[i]));
                }
                assertTrue(difference > 1e-4, "the text makes no difference");
            });
        }
    }

    private static float[] drawn(TextToImage model, Condition.Encoded text) {
        try (SamplingRun run = model.sampling(
                        model.scheduler().plan(3), text, model.prompts().nothing(32, 32), 2)
                .start(SeededNoise.of(5), 1, 4, 16, 16)) {
            run.finish(now -> {});
            return Tensors.floats(model.codec().decode(run.x()));
        }
    }

    /** Once begun, the folder has all that it takes to go on, the autoencoder too; and comes to the same weights. */
    @Test
    void aTrainingThatStoppedGoesOnAsIfItHadNot() throws IOException {
        makeAutoencoder();
        train(folder("whole"), 6, false);
        train(folder("stopped"), 4, false);
        try (Stream<Path> files = Files.walk(folder.resolve("autoencoder"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder.resolve("autoencoder/training"));
        Files.delete(folder.resolve("autoencoder/vae"));
        Files.delete(folder.resolve("autoencoder"));
        train(folder("stopped"), 3, true);
        for (String file : List.of(
                "unet/diffusion_pytorch_model.safetensors", "text_encoder/model.safetensors", "tokenizer/vocab.json")) {
            assertArrayEquals(
                    Files.readAllBytes(folder.resolve("whole").resolve(file)),
                    Files.readAllBytes(folder.resolve("stopped").resolve(file)),
                    file);
        }
    }

    @Test
    void whatDoesNotGoTogetherIsRefused() throws IOException {
        refused(CAPTIONED, SCENES, folder.resolve("autoencoder/vae/config.json").toString());
        makeAutoencoder();
        refused(CAPTIONED, new Patterns(32), "no captions");
        refused(CAPTIONED, new Scenes(64), "draws pictures of shape [3, 32, 32], but the data's are [3, 64, 64]");
        refused(AUTOENCODER, new Patterns(32), "pictures of 3 and 3 channels");
        refused(CAPTIONED.replace("639", "638"), SCENES, "captions.encoder.eos_token_id must be 639");
        refused(
                CAPTIONED.replace("\"cross_attention_dim\": 8", "\"cross_attention_dim\": 16"),
                SCENES,
                "cross_attention_dim must be 8");
        refused(
                CAPTIONED
                        .replace("\"v_prediction\"", "\"epsilon\", \"shift\": 2")
                        .replace("\"timesteps\"", "\"zero_terminal_snr\": true, \"timesteps\""),
                SCENES,
                "no signal is left");
        refused(CAPTIONED.replaceAll("\"captions\".*\\n.*\\n.*639}},", ""), SCENES, "captions must be given");
    }

    private void refused(String recipe, DataSet data, String reason) {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> TrainingRun.begin(Recipe.parse(recipe), data, folder("refused")))
                .getMessage();
        assertTrue(message.contains(reason), message);
    }
}
