package darkroom.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import darkroom.picture.Picture;
import darkroom.picture.PictureFile;
import darkroom.picture.Png;
import darkroom.torch.SafeTensors;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The command line asks models by texts, and draws what diffusers draws. */
class TextsTest {

    private static final Path TEXT = Path.of("..", "diffusion", "src", "test", "resources", "reference", "text");
    private static final Path CONFORMANCE = Path.of("..", "..", "shared", "conformance", "text_pipelines");
    private static final Pattern WORD = Pattern.compile("\"[^\"]*\"|\\S+");
    private static final double TOLERANCE = 2e-3;

    @TempDir
    private Path folder;

    private record Ran(int status, String out, String err) {}

    private static Ran run(List<String> arguments) {
        StringWriter out = new StringWriter(), err = new StringWriter();
        int status = Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments.toArray(String[]::new));
        return new Ran(status, out.toString(), err.toString());
    }

    private Ran sample(Path model, String options, Path named) {
        List<String> arguments = new ArrayList<>(List.of("sample", model.toString(), "--threads", "1"));
        WORD.matcher(options)
                .results()
                .map(word -> word.group().replace("\"", ""))
                .forEach(word -> {
                    Path file = named.resolve(word.replaceFirst(":[\\d.]+$", ""));
                    boolean isFile = !word.isBlank() && !word.contains(" ") && Files.isRegularFile(file);
                    arguments.add(isFile ? named.resolve(word).toString() : word);
                });
        return run(arguments);
    }

    private Ran sample(String options) {
        return sample(TEXT.resolve("pipeline"), options, TEXT);
    }

    private static double[] images(Path file) {
        return read(file, "images");
    }

    private static double[] read(Path file, String name) {
        List<double[]> values = new ArrayList<>();
        Scope.run(() -> {
            try {
                values.add(Tensors.doubles(SafeTensors.read(file).tensors().get(name)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return values.get(0);
    }

    static Stream<Named<JsonNode>> cases() throws IOException {
        Path file = CONFORMANCE.resolve("cases.json");
        if (!Files.exists(file)) {
            return Stream.empty();
        }
        return StreamSupport.stream(new ObjectMapper().readTree(file.toFile()).spliterator(), false)
                .map(one -> Named.of(one.get("name").asText(), one));
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("cases")
    void aFolderDrawsWhatItsAuthorDrew(JsonNode reference) {
        Path place = CONFORMANCE.resolve(reference.get("name").asText());
        double[] expected = images(place.resolve("expected.safetensors"));
        for (String way : List.of("cli", "also")) {
            String options = reference.path(way).asText();
            String own =
                    way.equals("cli") ? options : reference.get("cli").asText().replaceFirst("--lora \\S+", options);
            Path out = folder.resolve(way + ".safetensors");
            Ran ran = sample(place.resolve("pipeline"), own + " --out " + out, place);
            assertEquals(0, ran.status, ran.err);
            assertArrayEquals(expected, images(out), TOLERANCE, way);
        }
    }

    static Stream<Named<JsonNode>> redrawn() throws IOException {
        JsonNode all = new ObjectMapper().readTree(TEXT.resolve("redrawn.json").toFile());
        return StreamSupport.stream(all.get("cases").spliterator(), false)
                .map(one -> Named.of(one.get("cli").asText(), one));
    }

    @ParameterizedTest
    @MethodSource("redrawn")
    void aTinyFolderDrawsFromPicturesAndWithALoraWhatTheReferenceDraws(JsonNode reference) {
        Path out = folder.resolve("redrawn.safetensors");
        Ran ran = sample(TEXT.resolve("pipeline"), reference.get("cli").asText() + " --out " + out, TEXT);
        assertEquals(0, ran.status, ran.err);
        assertEquals("", ran.err);
        assertArrayEquals(numbers(reference.get("images")), images(out), TOLERANCE);
    }

    /** The pipeline with a small autoencoder in the place of its own, from noise and from a picture, as make_tiny_reference.py drew it. */
    @ParameterizedTest
    @CsvSource({"drawn, ''", "redrawn, --image image.png --strength 0.7"})
    void aFolderWithASmallAutoencoderDrawsWhatTheReferenceDraws(String name, String how) throws IOException {
        Path model = folder.resolve("pipeline");
        copy(TEXT.resolve("pipeline"), model);
        for (String file : List.of("config.json", "diffusion_pytorch_model.safetensors")) {
            Files.copy(
                    TEXT.resolve("tiny").resolve(file),
                    model.resolve("vae").resolve(file),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        Path out = folder.resolve("tiny.safetensors");
        String asked = "--prompt \"a small red ring\" --guidance 2 --steps 3 --seed 1 " + how + " --out " + out;
        Ran ran = sample(model, asked + (how.isEmpty() ? " --width 32 --height 32" : ""), TEXT);
        assertEquals(0, ran.status, ran.err);
        assertArrayEquals(read(TEXT.resolve("tiny/reference.safetensors"), name), read(out, "images"), TOLERANCE);
        Ran tiles = sample(model, asked + " --tiles", TEXT);
        assertEquals(1, tiles.status);
        assertTrue(tiles.err.contains("Tiles are for an AutoencoderKL"), tiles.err);
    }

    /** In the decoder, too, a run ends when it is asked to, as by Ctrl-C, and leaves no file. */
    @Test
    void aPictureThatIsStoppedInTheDecoderLeavesNothing() throws Exception {
        Path model = Path.of("..", "models", "scenes").toAbsolutePath().normalize();
        String asked = "--steps 1 --guidance 1 --width 640 --height 640 --engine libtorch --threads 1 --out large.png";
        Process drawing = Command.start(
                folder,
                folder,
                Stream.concat(
                                Stream.of("sample", model.toString(), "--prompt", "a large red star on white"),
                                Stream.of(asked.split(" ")))
                        .toArray(String[]::new));
        try {
            while (drawing.isAlive() && !stack(drawing).contains("AutoencoderCodec.decode")) {
                Thread.sleep(20);
            }
            assertTrue(drawing.isAlive(), "It ended before it was stopped.");
            drawing.destroy();
            assertTrue(drawing.waitFor(10, TimeUnit.SECONDS), "It goes on.");
        } finally {
            drawing.destroyForcibly();
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(
                    List.of(),
                    files.filter(file -> file.getFileName().toString().contains("large"))
                            .toList());
        }
    }

    /** Where the threads of a process are. */
    private static String stack(Process process) throws IOException, InterruptedException {
        Process printing = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        String.valueOf(process.pid()),
                        "Thread.print")
                .redirectErrorStream(true)
                .start();
        String printed = new String(printing.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        printing.waitFor();
        return printed;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    @Test
    void aTinyFolderDrawsWhatTheReferenceDrawsAndSaysHow() throws IOException {
        Path out = folder.resolve("square.safetensors");
        Ran ran = sample(
                "--prompt \"a large blue square\" --guidance 1 --steps 6 --width 24 --height 16 --seed 7 --out " + out);
        assertEquals(0, ran.status, ran.err);
        assertEquals("", ran.err);
        JsonNode second = new ObjectMapper()
                .readTree(TEXT.resolve("pictures.json").toFile())
                .at("/cases/1");
        assertArrayEquals(numbers(second.get("images")), images(out), TOLERANCE);
        JsonNode kept = new ObjectMapper()
                .readTree(folder.resolve("square.safetensors.json").toFile());
        assertEquals("a large blue square", kept.get("prompt").asText());
        assertEquals(
                "[24,16,7,6]",
                Stream.of("width", "height", "seed", "steps")
                        .map(kept::get)
                        .toList()
                        .toString()
                        .replace(" ", ""));
    }

    @Test
    void aPictureHasTheSizeThatWasAskedForAndStepsAndScaleAreThePipelines() throws IOException {
        Path out = folder.resolve("star.png");
        Ran ran = sample("--prompt \"the star\" --width 24 --height 16 --seed 1 --out " + out);
        assertEquals(0, ran.status, ran.err);
        assertEquals(24, PictureFile.read(out).width());
        assertTrue(ran.out.contains("50 steps") && ran.out.contains("100 evaluations"), ran.out);
        JsonNode kept =
                new ObjectMapper().readTree(folder.resolve("star.png.json").toFile());
        assertEquals(7.5, kept.at("/guidance/scale").asDouble(), kept.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --prompt "the star, in the snow" --negative sand --guidance 3 --steps 3 --seed 4 --width 24 --height 16
                    --prompt "das Stück ☃" --steps 3 --seeds 4,5 --image image.png --strength 0.7 --lora lora.safetensors:0.7
                    --prompt star --steps 4 --count 2 --seed 1 --scheduler EulerDiscrete --scheduler-option use_karras_sigmas=true
                    """)
    void aPictureIsDrawnAgainByWhatItsFileSays(String options) throws IOException {
        Path first = folder.resolve("first.png"), second = folder.resolve("second.png");
        Ran drawn = sample(options + " --out " + first);
        assertEquals(0, drawn.status, drawn.err);
        Ran again = sample("--like " + first + " --out " + second);
        assertEquals(0, again.status, again.err);
        assertArrayEquals(
                PictureFile.read(first).floats(), PictureFile.read(second).floats());
        Ran other = sample("--like " + first + " --seed 99 --out " + second);
        assertEquals(0, other.status, other.err);
        assertFalse(Arrays.equals(
                PictureFile.read(first).floats(), PictureFile.read(second).floats()));
        assertEquals(1, sample("--like " + TEXT.resolve("image.png")).status, "it does not say how it was drawn");
    }

    @Test
    void aFolderIsInspectedWithAllItsNetworks() throws Exception {
        Ran inspected = run(List.of("inspect", TEXT.resolve("pipeline").toString()));
        assertEquals(0, inspected.status(), inspected.err());
        for (String told : List.of(
                "TextUNet",
                "text_encoder: ClipText",
                "vae: AutoencoderKl",
                "Scheduler",
                "mid_block.attentions.0",
                "[4, 8, 8]")) {
            assertTrue(inspected.out().contains(told), told + " in\n" + inspected.out());
        }
    }

    @Test
    void aSettingThatIsNoNumberIsNamed() throws IOException {
        Path picture = folder.resolve("broken.png");
        Png.write(picture, Picture.ofBytes(1, 1, 1, (byte) 0), Map.of("parameters", "a fox\nSteps: many, Seed: 3"));
        String refused = sample("--like " + picture).err;
        assertTrue(refused.contains("The picture says 'Steps: many' of itself, where a number belongs."), refused);
    }

    @Test
    void aLongPromptIsCutAndTheWarningSaysWhere() {
        Ran ran = sample(
                "--prompt \"" + "the ring ".repeat(12) + "\" --steps 1 --seed 1 --out " + folder.resolve("cut.png"));
        assertEquals(0, ran.status, ran.err);
        assertTrue(ran.err.contains("--prompt is longer than the 24 tokens"), ran.err);
        assertTrue(ran.err.contains("left out: \"the ring\"."), ran.err);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --steps 2                                | --prompt
                    --prompt "the star" --label 3            | --label
                    --prompt "the star" --from a.png         | --from
                    --prompt "the star" --sampler heun       | --sampler
                    --prompt "the star" --width 15           | multiples of 4
                    --prompt "the star" --height 0           | --height
                    --prompt "the star" --steps 0            | 1 step
                    --prompt "the star" --strength 0.5       | --strength
                    --prompt "the star" --mask mask.png      | --mask
                    """)
    void whatDoesNotFitAModelOfTextsIsRefusedInASentence(String options, String named) {
        Ran ran = sample(options);
        assertEquals(2, ran.status, ran.err);
        assertTrue(ran.err.lines().findFirst().orElse("").contains(named), ran.err);
        assertFalse(ran.err.contains("Exception"), ran.err);
    }

    @ParameterizedTest
    @CsvSource({"--prompt, the star", "--negative, sand", "--width, 32", "--image, a.png", "--lora, a.safetensors"})
    void optionsOfTextsAreRefusedForAModelOfLabels(String option, String value) {
        Ran ran = run(List.of("sample", Path.of("..", "models", "patterns").toString(), option, value));
        assertEquals(2, ran.status, ran.err);
        assertTrue(ran.err.contains(option + " is for models that draw from texts"), ran.err);
    }

    @Test
    void aFileThatIsNoLoraIsRefusedByItsFirstTensor() {
        Path weights = TEXT.resolve("pipeline").resolve("vae").resolve("diffusion_pytorch_model.safetensors");
        Ran ran = sample("--prompt \"the star\" --lora " + weights + ":0.5");
        assertEquals(1, ran.status, ran.err);
        assertTrue(ran.err.contains("belongs to no LoRA"), ran.err);
    }

    @Test
    void samplingThatIsStoppedEndsAtOnceAndLeavesNoFile() throws Exception {
        Path home = Path.of("..").toAbsolutePath();
        Process process = Command.start(
                folder,
                home,
                "sample",
                TEXT.resolve("pipeline").toAbsolutePath().toString(),
                "--prompt",
                "the star",
                "--steps",
                "999",
                "--count",
                "500",
                "--out",
                "star.png");
        assertFalse(process.waitFor(3, TimeUnit.SECONDS), "it samples for long");
        process.destroy();
        assertTrue(process.waitFor(20, TimeUnit.SECONDS), "it ends");
        assertEquals(143, process.exitValue());
        assertFalse(Files.exists(folder.resolve("star.png")));
    }

    private static double[] numbers(JsonNode json) {
        List<Double> numbers = new ArrayList<>();
        collect(json, numbers);
        return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static void collect(JsonNode json, List<Double> numbers) {
        if (json.isNumber()) {
            numbers.add(json.asDouble());
        }
        for (Iterator<JsonNode> parts = json.elements(); parts.hasNext(); ) {
            collect(parts.next(), numbers);
        }
    }
}
