package darkroom.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From words to pictures by commands alone: data, an autoencoder, a model of captions, and what is right in its pictures. */
class ScenesTest {

    @TempDir
    Path folder;

    private Command run(String... arguments) throws IOException, InterruptedException {
        return Command.run(folder, Path.of("..").toAbsolutePath().normalize(), arguments);
    }

    private String ran(String... arguments) throws IOException, InterruptedException {
        Command command = run(arguments);
        assertEquals(0, command.status(), command.err());
        return command.out();
    }

    @Test
    void captionedPicturesMakeAModelThatIsMeasured() throws Exception {
        assertTrue(ran("data", "scenes", "--size", "32", "--count", "12", "--seed", "4", "--out", "pictures")
                .contains("12 pictures of scenes are in pictures."));
        List<String> lines = Files.readAllLines(folder.resolve("pictures/metadata.jsonl"));
        assertEquals(12, lines.size());
        assertTrue(
                lines.get(0).matches("\\{\"file_name\":\"00001.png\",\"text\":\"a (small|large) .* on .*\"}"),
                lines.get(0));
        assertEquals(
                32, ImageIO.read(folder.resolve("pictures/00012.png").toFile()).getWidth());
        Files.createDirectories(folder.resolve("recipes"));
        Files.writeString(folder.resolve("recipes/autoencoder.json"), """
                {"name": "autoencoder", "data": {"name": "scenes", "size": 32},
                 "network": {"_class_name": "AutoencoderKL", "block_out_channels": [8], "norm_num_groups": 4},
                 "training": {"steps": 2, "batch": 2, "learning_rate": 0.001}}
                """);
        Files.writeString(folder.resolve("recipes/own.json"), """
                {"name": "own", "data": {"name": "folder", "path": "../pictures", "size": 32},
                 "network": {"_class_name": "UNet2DConditionModel", "sample_size": 32, "block_out_channels": [8],
                   "down_block_types": ["CrossAttnDownBlock2D"], "up_block_types": ["CrossAttnUpBlock2D"],
                   "layers_per_block": 1, "norm_num_groups": 4, "attention_head_dim": 2, "cross_attention_dim": 8},
                 "captions": {"autoencoder": "../autoencoder", "encoder": {"vocab_size": 600, "hidden_size": 8,
                   "intermediate_size": 8, "num_hidden_layers": 1, "num_attention_heads": 1, "max_position_embeddings": 16,
                   "eos_token_id": 599}},
                 "objective": {"schedule": "squaredcos_cap_v2", "timesteps": 100, "prediction": "v_prediction"},
                 "training": {"steps": 2, "batch": 2, "learning_rate": 0.001},
                 "sampling": {"sampler": "ddim", "steps": 2, "guidance": 2.0}}
                """);
        ran("train", "recipes/autoencoder.json", "--out", "autoencoder", "--threads", "1");
        assertTrue(ran("evaluate", "autoencoder").contains("500 fresh pictures come back with"));
        String trained = ran("train", "recipes/own.json", "--out", "own", "--threads", "1");
        assertTrue(trained.startsWith("12 pictures in 1 class (pictures 12), with captions."), trained);
        Files.writeString(
                folder.resolve("own/recipe.json"),
                Files.readString(folder.resolve("own/recipe.json"))
                        .replaceAll(
                                "(?s)\"name\" : \"folder\",.*?\"channels\" : 3", "\"name\": \"scenes\", \"size\": 32"));
        String measured = ran("evaluate", "own", "--count", "10");
        for (String words :
                List.of("without guidance, 2 steps", "guidance 2.0, 2 steps", "held out         2", "100.0%")) {
            assertTrue(measured.contains(words), measured);
        }
    }

    @Test
    void dataThatAreNoPicturesAreRefused() throws Exception {
        Command points = run("data", "two_moons", "--out", "points");
        assertEquals(2, points.status());
        assertTrue(points.err().contains("Only pictures can be written"), points.err());
        Command unknown = run("data", "sceens", "--out", "points");
        assertEquals(2, unknown.status());
        assertTrue(unknown.err().contains("scenes"), unknown.err());
    }
}
