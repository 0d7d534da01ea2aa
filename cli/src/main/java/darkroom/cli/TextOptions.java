package darkroom.cli;

import darkroom.model.TextToImage;
import darkroom.picture.Picture;
import darkroom.picture.PictureFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options that say what a model draws that is asked by texts. */
final class TextOptions {

    private static final int MOST = 8192;

    @Option(names = "--prompt", paramLabel = "TEXT", description = "What to draw, in words, by a model of texts.")
    private @Nullable String prompt;

    @Option(
            names = "--negative",
            paramLabel = "TEXT",
            description = "What guidance leads away from (default: no text).")
    private @Nullable String negative;

    @Option(names = "--width", paramLabel = "N", description = "The picture's width in pixels (default: the model's).")
    private @Nullable Integer width;

    @Option(names = "--height", paramLabel = "N", description = "The picture's height in pixels.")
    private @Nullable Integer height;

    @Option(
            names = "--image",
            paramLabel = "PICTURE",
            description = "Draw this picture anew, or with --mask a part of it, in place of starting from pure noise.")
    private @Nullable Path image;

    @Option(
            names = "--strength",
            paramLabel = "X",
            description =
                    "How far --image is noised, above 0 to 1 (default: diffusers', 0.8 in most pipelines, 1 with --mask).")
    private @Nullable Double strength;

    @Option(
            names = "--mask",
            paramLabel = "PICTURE",
            description = "Which part of --image is painted anew: where this picture is light.")
    private @Nullable Path mask;

    @Option(
            names = "--lora",
            paramLabel = "FILE[:X]",
            converter = LoraFile.Converter.class,
            description = "A LoRA that changes the model, X times as strongly as it was trained; several in turn.")
    private List<LoraFile> loras = new ArrayList<>();

    @Option(
            names = "--tiles",
            description =
                    "Decode a picture that is larger than those of the training in overlapping tiles, in less memory.")
    private boolean tiles;

    void check(CommandSpec spec) {
        Usage.check(
                spec, image != null || strength == null, "--strength says how far --image is noised: name a picture.");
        Usage.check(
                spec,
                image != null || mask == null,
                "--mask says which part of --image is painted anew: name a picture.");
        Usage.check(
                spec,
                strength == null || strength > 0 && strength <= 1,
                "--strength lies above 0 and up to 1, not at " + strength + ".");
        checkSide(spec, "--width", width);
        checkSide(spec, "--height", height);
    }

    private static void checkSide(CommandSpec spec, String option, @Nullable Integer side) {
        Usage.check(
                spec,
                side == null || side >= 1 && side <= MOST,
                option + " must lie in 1 to " + MOST + ", not " + side + ".");
    }

    /** Refuses them for a model that does not draw from texts. */
    void refuse(CommandSpec spec, String model) {
        Map<String, @Nullable Object> given = new LinkedHashMap<>();
        given.put("--prompt", prompt);
        given.put("--negative", negative);
        given.put("--width", width);
        given.put("--height", height);
        given.put("--image", image);
        given.put("--lora", loras.isEmpty() ? null : loras);
        given.put("--tiles", tiles ? true : null);
        given.forEach((option, value) -> Usage.check(
                spec, value == null, option + " is for models that draw from texts, which " + model + " does not."));
    }

    /**
     * A model with what it is asked for; the caller closes it.
     *
     * @param course how the model is sampled
     */
    Texted subject(CommandSpec spec, TextToImage model, Function<TextToImage, Course.Scheduled> course)
            throws IOException {
        String asked = prompt;
        if (asked == null) {
            throw Usage.bad(spec, model.name() + " draws from texts: say what to draw by --prompt.");
        }
        Usage.check(
                spec,
                mask != null || !model.repaints(),
                model.name()
                        + " paints a part of a picture anew: name the picture by --image, and the part by --mask.");
        for (LoraFile lora : loras) {
            lora.addTo(model);
        }
        warnOfCut(spec.commandLine().getErr(), model, "--prompt", asked);
        String away = negative == null ? "" : negative;
        warnOfCut(spec.commandLine().getErr(), model, "--negative", away);
        long[] own = model.codec().pictureShape(model.sampleShape());
        Given given = image == null ? null : given(image, model);
        Picture whole = given == null || mask != null ? null : given.picture();
        int high = side(height, whole == null ? own[1] : whole.height(), whole == null ? 1 : model.multiple());
        int wide = side(width, whole == null ? own[2] : whole.width(), whole == null ? 1 : model.multiple());
        model.codec().useTiles(tiles);
        TextRequest request = new TextRequest(asked, away, given, loras, high, wide, tiles);
        return Usage.of(spec, () -> Texted.of(model, course.apply(model), request));
    }

    private static int side(@Nullable Integer given, long otherwise, int multiple) {
        return given == null ? (int) Math.max(multiple, otherwise / multiple * multiple) : given;
    }

    private Given given(Path picture, TextToImage model) throws IOException {
        return new Given(
                picture,
                PictureFile.read(picture),
                mask,
                mask == null ? null : PictureFile.read(mask),
                strength == null ? model.family().strength(mask != null) : strength);
    }

    private static void warnOfCut(PrintWriter err, TextToImage model, String option, String text) {
        model.prompts().tokens(List.of(text)).stream()
                .filter(tokens -> !tokens.cut().isBlank())
                .forEach(tokens -> err.println("Warning: " + option + " is longer than the " + tokens.ids().length
                        + " tokens that " + model.name() + " reads, so its end is left out: \""
                        + tokens.cut().strip() + "\"."));
    }
}
