package darkroom.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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
        goesOn();
    }

    /** With the same pictures: as a LoRA, and as a model of its own. */
    private void goesOn() throws Exception {
        String recipe = """
                {"name": "further", "data": {"name": "folder", "path": "../pictures", "size": 32},
                 "fine_tuning": {"model": "../own"%s}, "training": {"steps": 3, "batch": 4, "learning_rate": 0.01}}
                """;
        Files.writeString(folder.resolve("recipes/lora.json"), String.format(Locale.ROOT, recipe, ", \"rank\": 2"));
        Files.writeString(folder.resolve("recipes/whole.json"), String.format(Locale.ROOT, recipe, ""));
        ran("train", "recipes/lora.json", "--out", "lora", "--threads", "1");
        ran("train", "recipes/whole.json", "--out", "whole", "--threads", "1");
        assertTrue(Files.readString(folder.resolve("lora/card.md")).contains("`../own`, as a LoRA of rank 2"));
        byte[] plain = drawn("own"), changed = drawn("own", "--lora", "lora:3"), taught = drawn("whole");
        assertFalse(Arrays.equals(plain, changed));
        assertFalse(Arrays.equals(plain, taught));
        String[] large = {"--width", "64", "--height", "64"};
        byte[] whole = drawn("own", large), tiles = drawn("own", "--width", "64", "--height", "64", "--tiles");
        assertFalse(Arrays.equals(whole, tiles));
        Files.move(folder.resolve("one.png"), folder.resolve("tiles.png"));
        assertArrayEquals(tiles, drawn("own", "--like", "tiles.png"));
        Command alone = run("sample", "lora", "--prompt", "a small red ring on sand");
        assertEquals(1, alone.status());
        assertTrue(alone.err().contains("--lora lora"), alone.err());
    }

    private byte[] drawn(String model, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "sample",
                model,
                "--prompt",
                "a small red ring on sand",
                "--steps",
                "2",
                "--seed",
                "1",
                "--out",
                "one.png"));
        arguments.addAll(List.of(more));
        ran(arguments.toArray(String[]::new));
        BufferedImage picture = ImageIO.read(folder.resolve("one.png").toFile());
        ByteArrayOutputStream pixels = new ByteArrayOutputStream();
        ImageIO.write(picture, "bmp", pixels);
        return pixels.toByteArray();
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
