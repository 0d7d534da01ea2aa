package darkroom.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import darkroom.picture.Picture;
import darkroom.picture.PictureFile;
import darkroom.picture.Reshaping;
import darkroom.torch.SafeTensors;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands as a user runs them: processes, files, exit codes. */
@Execution(ExecutionMode.CONCURRENT)
class CommandLineTest {

    private static final String RECIPE = """
            {"name": "tiny", "data": {"name": "patterns", "size": 8},
             "network": {"_class_name": "UNet2DModel", "sample_size": 8, "in_channels": 1, "out_channels": 1,
               "block_out_channels": [8], "down_block_types": ["DownBlock2D"], "up_block_types": ["UpBlock2D"],
               "layers_per_block": 1, "norm_num_groups": 4, "attention_head_dim": 4, "num_class_embeds": 11},
             "objective": {"schedule": "squaredcos_cap_v2", "timesteps": 100, "prediction": "v_prediction"},
             "training": {"steps": 12, "batch": 4, "learning_rate": 0.001, "checkpoint_every": 4, "warm_up": 0,
               "drop_label": 0.1, "seed": 3},
             "sampling": {"sampler": "ddim", "steps": 5, "guidance": 2.0}}
            """;

    private static final String MOONS = """
            {"name": "moons", "data": {"name": "two_moons"},
             "network": {"_class_name": "Mlp", "dimensions": 2, "width": 16, "layers": 1, "num_class_embeds": 3},
             "objective": {"schedule": "squaredcos_cap_v2", "timesteps": 100, "prediction": "v_prediction"},
             "training": {"steps": 20, "batch": 32, "learning_rate": 0.003, "warm_up": 0, "drop_label": 0.1, "seed": 1},
             "sampling": {"sampler": "ddim", "steps": 5}}
            """;

    @TempDir
    static Path home;

    @TempDir
    Path folder;

    @BeforeAll
    static void trainsTheModelThatTheOtherTestsUse() throws Exception {
        Files.writeString(home.resolve("tiny.json"), RECIPE);
        Command trained = Command.run(home, home, "train", "tiny.json", "--out", "models/tiny", "--threads", "1");
        assertEquals(0, trained.status(), trained.err());
        assertTrue(trained.out().contains("12 updates"), trained.out());
        assertTrue(
                trained.err().lines().allMatch(line -> line.matches("tiny: \\d+ of 12 updates, .*")),
                "no progress bar where there is no terminal: " + trained.err());
    }

    @Test
    void aTrainedModelHasItsWholeFolder() {
        for (String file : List.of(
                "model_index.json",
                "unet/config.json",
                "unet/diffusion_pytorch_model.safetensors",
                "scheduler/scheduler_config.json",
                "recipe.json",
                "labels.json",
                "card.md",
                "training/state.safetensors")) {
            assertTrue(Files.isRegularFile(home.resolve("models/tiny").resolve(file)), file);
        }
    }

    @Test
    void theSameSeedGivesTheSameFileAndAnotherSeedAnother() throws Exception {
        byte[] first = sampled("a.safetensors", "--seed", "5");
        assertArrayEquals(first, sampled("b.safetensors", "--seed", "5", "--threads", "2"));
        assertFalse(java.util.Arrays.equals(first, sampled("c.safetensors", "--seed", "6")));
    }

    @Test
    void settingsOfARecipeOrOfTheCommandLineAreOne() throws Exception {
        byte[] plain = sampled("plain.safetensors", "--seed", "5");
        byte[] named = sampled("named.safetensors", "--seed", "5", "--sampler", "ddim:eta=0.5", "--clip", "0.5");
        byte[] given = sampled("given.safetensors", "--seed", "5", "--eta", "0.5", "--clip", "range:limit=0.5");
        byte[] guided = sampled("guided.safetensors", "--seed", "5", "--guidance", "interval:inside=2,most=1");
        assertArrayEquals(named, given);
        assertFalse(java.util.Arrays.equals(plain, named));
        assertFalse(java.util.Arrays.equals(plain, guided));
        var kept = new ObjectMapper()
                .readTree(folder.resolve("guided.safetensors.json").toFile());
        assertEquals(1, kept.at("/guidance/most").asDouble());
    }

    private byte[] sampled(String name, String... options) throws Exception {
        String[] arguments = Stream.concat(
                        Stream.of("sample", "tiny", "--count", "3", "--label", "ring", "--out", name),
                        Stream.of(options))
                .toArray(String[]::new);
        Command sampled = Command.run(folder, home, arguments);
        assertEquals(0, sampled.status(), sampled.err());
        return Files.readAllBytes(folder.resolve(name));
    }

    @Test
    void aSchedulerOfDiffusersTakesTheSamplersPlace() throws Exception {
        String[] options = {
            "--seed",
            "5",
            "--steps",
            "4",
            "--scheduler",
            "EulerDiscrete",
            "--scheduler-option",
            "use_karras_sigmas=true"
        };
        byte[] first = sampled("first.safetensors", options);
        assertArrayEquals(first, sampled("second.safetensors", options));
        assertFalse(java.util.Arrays.equals(first, sampled("own.safetensors", "--seed", "5", "--steps", "4")));
        var kept = new ObjectMapper()
                .readTree(folder.resolve("first.safetensors.json").toFile());
        assertEquals("EulerDiscreteScheduler", kept.at("/scheduler/_class_name").asText());
        assertTrue(kept.at("/scheduler/use_karras_sigmas").asBoolean());
        assertEquals("v_prediction", kept.at("/scheduler/prediction_type").asText());
        sampled("given.safetensors", "--scheduler", "DDPM", "--scheduler-option", "timesteps=[90,50,10]");
        assertEquals(
                2 * 3,
                new ObjectMapper()
                        .readTree(folder.resolve("given.safetensors.json").toFile())
                        .get("evaluations")
                        .asInt());
    }

    @Test
    void aFolderOfDiffusersIsSampledByItsScheduler() throws Exception {
        assertEquals(
                0,
                Command.run(folder, home, "export", "tiny", "--to", "exported").status());
        Command sampled =
                Command.run(folder, home, "sample", "exported", "--label", "ring", "--steps", "4", "--out", "a.png");
        assertEquals(0, sampled.status(), sampled.err());
        assertTrue(sampled.out().contains("DDPMScheduler, 4 steps"), sampled.out());
        Command clipped = Command.run(folder, home, "sample", "exported", "--label", "ring", "--clip", "1");
        assertEquals(2, clipped.status());
        assertTrue(clipped.err().contains("--spacing and --clip go with --sampler"), clipped.err());
        Command own = Command.run(
                folder, home, "sample", "exported", "--label", "ring", "--sampler", "heun", "--out", "b.png");
        assertEquals(0, own.status(), own.err());
        assertTrue(own.out().contains("heun, 50 steps"), own.out());
    }

    @Test
    void aPictureHasAllItsSamplesAndItsSettingsBesideIt() throws Exception {
        Command sampled = Command.run(
                folder, home, "sample", "tiny", "--count", "4", "--seed", "1", "--out", "sheet.png", "--show");
        assertEquals(0, sampled.status(), sampled.err());
        var sheet = ImageIO.read(folder.resolve("sheet.png").toFile());
        assertTrue(sheet.getWidth() >= 2 * 8 * 8 && sheet.getHeight() >= 2 * 8 * 8);
        var settings =
                new ObjectMapper().readTree(folder.resolve("sheet.png.json").toFile());
        assertEquals(1, settings.path("seed").asInt());
        assertEquals("ddim", settings.path("sampler").asText());
        assertTrue(sampled.out().lines().count() > 10, "the picture in characters");
    }

    @Test
    void theEngineThatRanIsSaid() throws Exception {
        assertEngine("recorded", "--engine", "recorded");
        assertEngine("recorded", "--engine", "recorded", "--precision", "fp32");
        assertEngine("libtorch", "--engine", "libtorch");
        assertEngine("libtorch", "--precision", "fp32");
    }

    private void assertEngine(String expected, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("sample", "tiny", "--seed", "1", "--out", "ran.png"));
        arguments.addAll(List.of(options));
        Command sampled = Command.run(folder, home, arguments.toArray(String[]::new));
        assertEquals(0, sampled.status(), sampled.err());
        assertTrue(sampled.out().contains("fp32 on " + expected), sampled.out());
        var settings =
                new ObjectMapper().readTree(folder.resolve("ran.png.json").toFile());
        assertEquals(expected, settings.path("engine").asText());
    }

    @Test
    void whatWasDrawnIsListedSampleBySample() throws Exception {
        Command sampled = Command.run(
                folder, home, "sample", "tiny", "--label", "smile,1,cross", "--seed", "1", "--out", "a.png");
        assertEquals(0, sampled.status(), sampled.err());
        assertEquals(List.of("smile", "circle", "cross"), drawn("a.png.json"), "one sample for each label");
        assertTrue(sampled.out().contains("10 evaluations each"), "guided: two a step. " + sampled.out());
        sampled = Command.run(
                folder,
                home,
                "sample",
                "tiny",
                "--label",
                "smile,cross",
                "--count",
                "3",
                "--seed",
                "1",
                "--out",
                "b.png");
        assertEquals(0, sampled.status(), sampled.err());
        assertEquals(List.of("smile", "cross", "smile"), drawn("b.png.json"));
    }

    private List<String> drawn(String file) throws IOException {
        List<String> labels = new ArrayList<>();
        new ObjectMapper()
                .readTree(folder.resolve(file).toFile())
                .path("labels")
                .forEach(label -> labels.add(label.asText()));
        return labels;
    }

    /** The less noise is added, the more of the picture comes back; from the whole way on its seed decides. */
    @Test
    void aPictureIsNoisedAndBroughtBack() throws Exception {
        sampled("own.png", "--seeds", "1,1,1");
        Path own = folder.resolve("own.png");
        double before = 0;
        for (String depth : List.of("0.2", "0.6", "1")) {
            sampled("back.safetensors", "--seed", "2", "--from", own.toString(), "--depth", depth);
            double distance = Scope.call(
                    () -> {
                        Tensor back = read(folder.resolve("back.safetensors")).get("images");
                        return back.sub(Tensors.unitRange(given(own)))
                                .abs()
                                .mean()
                                .item_double();
                    },
                    kept -> Stream.empty());
            assertTrue(distance > before, "depth " + depth + ": " + distance + " after " + before);
            before = distance;
        }
        assertEquals(
                "1.0",
                new ObjectMapper()
                        .readTree(folder.resolve("back.safetensors.json").toFile())
                        .path("depth")
                        .asText());
    }

    private static Tensor given(Path file) {
        try {
            Picture small = Reshaping.resized(Reshaping.square(PictureFile.read(file)), 8, 8);
            return Tensors.of(Reshaping.withChannels(small, 1).floats(), 1, 1, 8, 8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void clippingChangesWhatIsDrawn() throws Exception {
        byte[] plain = sampled("plain.safetensors", "--seed", "5");
        assertArrayEquals(plain, sampled("none.safetensors", "--seed", "5", "--clip", "none"));
        assertFalse(java.util.Arrays.equals(plain, sampled("clipped.safetensors", "--seed", "5", "--clip", "0.1")));
    }

    @Test
    void whatIsNotFiniteIsNotWritten() throws Exception {
        Command refused = Command.run(
                folder,
                home,
                "sample",
                "tiny",
                "--label",
                "ring",
                "--guidance",
                "1e38",
                "--steps",
                "30",
                "--out",
                "a.png");
        assertFalse(refused.status() == 0, refused.out());
        assertFalse(Files.exists(folder.resolve("a.png")), refused.err());
        assertTrue(refused.err().contains("guidance") && refused.err().lines().count() <= 2, refused.err());
    }

    @Test
    void anAnimationHasAFrameForEachStep() throws Exception {
        assertEquals(
                0,
                Command.run(folder, home, "sample", "tiny", "--steps", "6", "--out", "run.gif")
                        .status());
        var reader = ImageIO.getImageReadersByFormatName("gif").next();
        try (var input =
                ImageIO.createImageInputStream(folder.resolve("run.gif").toFile())) {
            reader.setInput(input);
            assertEquals(7, reader.getNumImages(true));
        }
    }

    @Test
    void numbersLieInTheirRangeAndShape() throws Exception {
        sampled("n.safetensors", "--seeds", "1,2,3");
        Scope.run(() -> {
            Tensor images = read(folder.resolve("n.safetensors")).get("images");
            assertEquals(List.of(3L, 1L, 8L, 8L), Tensors.shape(images));
            assertTrue(images.min().item_double() >= 0 && images.max().item_double() <= 1);
        });
    }

    private static java.util.Map<String, Tensor> read(Path file) {
        try {
            return SafeTensors.read(file).tensors();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2 | sample tiny --sampler nope              | ddim",
                "2 | sample tiny --steps 101                 | 1 to 100",
                "2 | sample tiny/ --steps 101                | 1 to 100",
                "2 | sample tiny --guidance 1e30             | -1000 to 1000",
                "2 | sample tiny --sampler ddim:rho=1        | eta",
                "2 | sample tiny --clip dynamic:quantile=2   | quantile must be",
                "2 | schedule linear:beta_end=2              | beta_end must be",
                "2 | sample tiny --label nope                | checkerboard",
                "2 | sample tiny --eta 0.5 --sampler heun    | eta",
                "2 | sample tiny --scheduler Euler           | did you mean EulerDiscreteScheduler?",
                "2 | sample tiny --scheduler-option eta_x=1  | DDIMScheduler: there is no option eta_x",
                "2 | sample tiny --scheduler DDIM --eta 2    | eta must be a number from 0.0 to 1.0",
                "2 | sample tiny --scheduler DDPM --clip 1   | do not go with --scheduler",
                "2 | sample tiny --scheduler DDPM --steps 0  | 1 step or more",
                "2 | sample tiny --count 0                   | --count",
                "2 | sample tiny --threads 0                 | 1 to",
                "2 | sample tiny --threads 4000              | 1 to",
                "2 | train tiny.json --threads 4000          | 1 to",
                "2 | sample tiny --seed 1 --seeds 1,2        | --seeds",
                "2 | sample tiny --out picture.bmp           | .png",
                "2 | sample tiny --precision fp8             | bf16",
                "2 | sample tiny --engine cuda               | auto, recorded, libtorch, not cuda",
                "2 | sample tiny --label ring,cross --count 1 | --label asks for 2 kinds",
                "2 | sample tiny --label 1,2,3 --seeds 1,2   | only 2 samples",
                "2 | sample tiny --out x.png/                | folder",
                "2 | sample tiny --out /proc/x.png           | /proc",
                "2 | sample tiny --out out.txt/x.png         | out.txt is a file",
                "2 | schedule linear --csv /proc/x.csv       | /proc",
                "2 | schedule linear --csv .                 | folder",
                "2 | lesson --data /proc/x                   | /proc",
                "2 | lesson --write-lesson out.txt           | out.txt is a file",
                "2 | sample tiny --clip -1                   | -1",
                "2 | sample tiny --clip soft                 | --clip",
                "2 | sample tiny --depth 0.5                 | --from",
                "2 | sample tiny --from a.png --depth 2      | --depth",
                "1 | sample tiny --from missing.png          | missing.png",
                "2 | sample                                  | MODEL",
                "2 | sample tiny --guidance strong           | strong",
                "1 | sample nothing                          | nothing",
                "2 | schedule nope                           | squaredcos_cap_v2",
                "2 | schedule linear --timesteps 0           | 1,000,000",
                "1 | train .                                 | folder",
                "1 | train missing.json                      | missing.json",
                "1 | evaluate tiny                           | classifier",
                "2 | evaluate tiny --count 1                 | --count",
                "2 | evaluate tiny --images a                | --labels",
                "2 | evaluate tiny --images a --labels b     | patterns",
                "1 | inspect nothing                         | nothing",
                "1 | inspect .                               | recipe.json",
                "2 | lesson --port 70000                     | 65535",
                "2 | frobnicate                              | frobnicate",
                "2 |                                         | command",
            })
    void badUsageAndFailuresAreToldApartAndGetASentence(int status, String arguments, String hint) throws Exception {
        String[] words = arguments == null ? new String[0] : arguments.strip().split(" +");
        Command refused = Command.run(folder, home, words);
        assertEquals(status, refused.status(), refused.err());
        assertTrue(refused.err().contains(hint), refused.err());
        assertFalse(refused.err().contains("\tat "), "no stack trace: " + refused.err());
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(2, files.count(), "nothing is written but what was printed");
        }
    }

    @Test
    void aScheduleIsPrintedAndWritten() throws Exception {
        Command printed = Command.run(folder, home, "schedule", "linear", "--csv", "linear.csv", "--show");
        assertEquals(0, printed.status(), printed.err());
        assertTrue(printed.out().contains("4.036e-05") && printed.out().contains("-43.94 dB"), printed.out());
        assertEquals(1002, Files.readAllLines(folder.resolve("linear.csv")).size());
    }

    @Test
    void aModelIsInspectedPartByPart() throws Exception {
        Command inspected = Command.run(folder, home, "inspect", "tiny");
        assertEquals(0, inspected.status(), inspected.err());
        for (String told :
                List.of("UNet", "v_prediction", "\"timesteps\":100", "12 updates", "ddim", "smile", "conv_out")) {
            assertTrue(inspected.out().contains(told), told + " in\n" + inspected.out());
        }
        long weights = Files.size(home.resolve("models/tiny/unet/diffusion_pytorch_model.safetensors"));
        long parameters = Long.parseLong(inspected
                .out()
                .replaceAll("(?s).*UNet, ([0-9,]+) parameters.*", "$1")
                .replace(",", ""));
        assertTrue(weights - 4 * parameters > 0 && weights - 4 * parameters < 20_000, parameters + " in " + weights);
    }

    @Test
    void modelsThatShipAreListed() throws Exception {
        assertTrue(Command.run(folder, home, "models").out().contains("tiny"));
    }

    @Test
    void halfPrecisionDrawsNearlyTheSame() throws Exception {
        sampled("exact.safetensors", "--seed", "5");
        sampled("half.safetensors", "--seed", "5", "--precision", "bf16");
        Scope.run(() -> {
            Tensor exact = read(folder.resolve("exact.safetensors")).get("images");
            double apart = read(folder.resolve("half.safetensors"))
                    .get("images")
                    .sub(exact)
                    .abs()
                    .mean()
                    .item_double();
            assertTrue(apart > 0 && apart < 0.03, "mean difference " + apart);
        });
    }

    @Test
    void aModelOfAFolderOfPicturesFindsThemFromAnywhere() throws Exception {
        for (String file : List.of("cat/1.png", "cat/2.png", "dog/1.png")) {
            Path picture = folder.resolve("recipes/pictures").resolve(file);
            Files.createDirectories(picture.getParent());
            Files.copy(Path.of("..", "models", "patterns", "samples.png").toAbsolutePath(), picture);
        }
        Files.writeString(
                folder.resolve("recipes/own.json"),
                RECIPE.replace("\"tiny\"", "\"own\"")
                        .replace(
                                "{\"name\": \"patterns\", \"size\": 8}",
                                "{\"name\": \"folder\", \"path\": \"pictures\", \"size\": 8, \"channels\": 1}")
                        .replace("\"num_class_embeds\": 11", "\"num_class_embeds\": 3"));
        Command trained = Command.run(
                folder, home, "train", "recipes/own.json", "--out", "own", "--steps", "2", "--threads", "1");
        assertEquals(0, trained.status(), trained.err());
        assertTrue(trained.out().startsWith("3 pictures in 2 classes (cat 2, dog 1)."), trained.out());
        Command judged = Command.run(folder, home, "evaluate", "own");
        assertEquals(1, judged.status());
        assertTrue(judged.err().contains("--classifier"), judged.err());
        Files.writeString(folder.resolve("recipes/judge.json"), """
                {"name": "judge", "data": {"name": "folder", "path": "pictures", "size": 8, "channels": 1},
                 "network": {"_class_name": "Classifier", "in_channels": 1, "width": 8, "stages": 1, "classes": 2},
                 "training": {"steps": 2, "batch": 2, "learning_rate": 0.001, "warm_up": 0, "drop_label": 0, "seed": 1}}
                """);
        trained = Command.run(folder, home, "train", "recipes/judge.json", "--out", "judge", "--threads", "1");
        assertEquals(0, trained.status(), trained.err());
        judged = Command.run(folder, home, "evaluate", "own", "--classifier", "judge", "--count", "4");
        assertEquals(0, judged.status(), judged.err());
        assertTrue(judged.out().contains("recognised by judge"), judged.out());
    }

    @Test
    void aSharedModelDoesNotTellWhereItsPicturesLay() throws Exception {
        Files.createDirectories(folder.resolve("recipes"));
        Files.write(folder.resolve("recipes/images"), new byte[] {0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 7});
        Files.writeString(
                folder.resolve("recipes/own.json"),
                RECIPE.replace("\"tiny\"", "\"own\"")
                        .replace(
                                "{\"name\": \"patterns\", \"size\": 8}",
                                "{\"name\": \"idx\", \"images\": \"images\", \"size\": 8}")
                        .replace("\"num_class_embeds\": 11", "\"num_class_embeds\": 2"));
        Command trained = Command.run(
                folder, home, "train", "recipes/own.json", "--out", "own", "--steps", "2", "--threads", "1");
        assertEquals(0, trained.status(), trained.err());
        for (String file : List.of("recipe.json", "card.md")) {
            String text = Files.readString(folder.resolve("own").resolve(file));
            assertTrue(text.contains("../recipes/images") && !text.contains(folder.toString()), text);
        }
    }

    @Test
    void guidanceThatHasNothingToFollowIsNotSilent() throws Exception {
        Command sampled = Command.run(folder, home, "sample", "tiny", "--guidance", "3", "--out", "any.png");
        assertEquals(0, sampled.status(), sampled.err());
        assertTrue(sampled.err().contains("--label"), sampled.err());
    }

    @Test
    void aFolderWithATrainingIsNotOverwritten() throws Exception {
        Command refused = Command.run(
                folder,
                home,
                "train",
                home.resolve("tiny.json").toString(),
                "--out",
                home.resolve("models/tiny").toString());
        assertEquals(1, refused.status());
        assertTrue(refused.err().contains("resume"), refused.err());
    }

    /** Killed at once, or asked to end, as by Ctrl-C. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aKilledTrainingGoesOnToTheSameWeights(boolean atOnce) throws Exception {
        Path recipe = folder.resolve("tiny.json");
        Files.writeString(recipe, RECIPE.replace("\"steps\": 12,", "\"steps\": 400,"));
        assertEquals(
                0,
                Command.run(folder, home, "train", "tiny.json", "--out", "whole", "--threads", "1")
                        .status());
        Process killed = Command.start(folder, home, "train", "tiny.json", "--out", "killed", "--threads", "1");
        Path state = folder.resolve("killed/training/state.safetensors");
        while (killed.isAlive() && !Files.exists(state)) {
            Thread.sleep(5);
        }
        if (atOnce) {
            killed.destroyForcibly();
        } else {
            killed.destroy();
        }
        assertTrue(killed.waitFor(60, TimeUnit.SECONDS));
        String told = Files.readString(folder.resolve("err.txt"));
        assertEquals(
                !atOnce, told.matches("(?s).*Stopped at update \\d+ of 400; --resume goes on from there.\\s*"), told);
        assertTrue(Long.parseLong(SafeTensors.metadata(state).get("updates")) < 400, "killed before its end");
        Command resumed =
                Command.run(folder, home, "train", "tiny.json", "--out", "killed", "--threads", "1", "--resume");
        assertEquals(0, resumed.status(), resumed.err());
        String weights = "unet/diffusion_pytorch_model.safetensors";
        assertArrayEquals(
                Files.readAllBytes(folder.resolve("whole").resolve(weights)),
                Files.readAllBytes(folder.resolve("killed").resolve(weights)));
    }

    /** Two processes, one folder; and a line now and then from the one that trains into a file. */
    @Test
    void aTrainingInTheBackgroundIsToldOfAndKeepsItsFolder() throws Exception {
        Files.writeString(folder.resolve("tiny.json"), RECIPE.replace("\"steps\": 12,", "\"steps\": 1000000,"));
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        String[] train = {"train", "../tiny.json", "--out", "../one", "--threads", "1"};
        Process first = Command.start(elsewhere, home, train);
        try {
            Path told = elsewhere.resolve("err.txt");
            while (first.isAlive() && !Files.readString(told).contains("left")) {
                Thread.sleep(50);
            }
            assertTrue(
                    Files.readString(told).matches("(?s)tiny: \\d+ of 1000000 updates, loss \\d\\.\\d+, .* left\\s+"));
            for (String option : List.of("--threads=1", "--resume")) {
                Command second = Command.run(folder, home, "train", "tiny.json", "--out", "one", option);
                assertEquals(1, second.status(), second.err());
                assertTrue(second.err().contains(option.equals("--resume") ? "Another training" : "one"), second.err());
            }
        } finally {
            first.destroyForcibly().waitFor();
        }
        Command fewer = Command.run(folder, home, "train", "tiny.json", "--out", "one", "--resume", "--steps", "3");
        assertEquals(1, fewer.status(), fewer.err());
        assertTrue(fewer.err().contains("updates already"), fewer.err());
    }

    @Test
    void aTrainingIsNotResumedToAnotherEnd() throws Exception {
        Files.writeString(
                folder.resolve("cosine.json"),
                RECIPE.replace("\"warm_up\": 0", "\"warm_up\": 0, \"learning_rate_schedule\": \"cosine\""));
        String[] train = {"train", "cosine.json", "--out", "cosine", "--threads", "1"};
        assertEquals(0, Command.run(folder, home, train).status());
        Command refused = Command.run(
                folder,
                home,
                Stream.concat(Stream.of(train), Stream.of("--resume", "--steps", "20"))
                        .toArray(String[]::new));
        assertEquals(1, refused.status());
        assertTrue(refused.err().contains("learning rate follows the total"), refused.err());
    }

    @Test
    void aModelOfPointsIsTrainedSampledDrawnAndMeasured() throws Exception {
        Files.writeString(folder.resolve("moons.json"), MOONS);
        Command trained = Command.run(folder, home, "train", "moons.json", "--out", "moons", "--threads", "1");
        assertEquals(0, trained.status(), trained.err());
        for (String file : List.of("points.safetensors", "points.png")) {
            Command sampled = Command.run(
                    folder, home, "sample", "moons", "--label", "upper", "--count", "7", "--seed", "1", "--out", file);
            assertEquals(0, sampled.status(), sampled.err());
        }
        Scope.run(() -> {
            Tensor points = read(folder.resolve("points.safetensors")).get("points");
            assertEquals(List.of(7L, 2L), Tensors.shape(points));
        });
        assertTrue(ImageIO.read(folder.resolve("points.png").toFile()).getWidth() > 100);
        Command measured = Command.run(folder, home, "evaluate", "moons", "--count", "200");
        assertEquals(0, measured.status(), measured.err());
        assertTrue(measured.out().contains("Energy distance of 200 samples"), measured.out());
    }

    @Test
    void theShellIsToldHowToCompleteEveryCommand() throws Exception {
        Command script = Command.run(folder, home, "generate-completion");
        assertEquals(0, script.status(), script.err());
        for (String word : List.of(
                "complete",
                "sample",
                "--guidance",
                "evaluate",
                "--no-open",
                "dpm_solver_pp_3s",
                "log_snr",
                "EDMEulerScheduler",
                "scaled_linear")) {
            assertTrue(script.out().contains(word), word);
        }
    }

    /** On a class path that has nothing of libtorch. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "lesson",
                "train",
                "recipe",
                "sample",
                "schedule",
                "schedulers",
                "evaluate",
                "models",
                "data",
                "export",
                "verify"
            })
    void helpNeedsNoNativeLibrary(String command) throws Exception {
        String path = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("bytedeco"))
                .collect(Collectors.joining(File.pathSeparator));
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", path, Main.class.getName()));
        words.addAll(command.isEmpty() ? List.of("--help") : List.of(command, "--help"));
        Process help = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("help.txt").toFile())
                .start();
        assertTrue(help.waitFor(60, TimeUnit.SECONDS));
        String told = Files.readString(folder.resolve("help.txt"));
        assertEquals(0, help.exitValue(), told);
        assertTrue(told.startsWith("Usage: darkroom " + command), told);
    }
}
