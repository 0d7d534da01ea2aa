package darkroom.cli;

import darkroom.model.TextToImage;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    void check(CommandSpec spec) {
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
        given.forEach((option, value) -> Usage.check(
                spec, value == null, option + " is for models that draw from texts, which " + model + " does not."));
    }

    /** A model with what it is asked for; the caller closes it. */
    Texted subject(CommandSpec spec, TextToImage model, SamplingOptions options) {
        String asked = prompt;
        if (asked == null) {
            throw Usage.bad(spec, model.name() + " draws from texts: say what to draw by --prompt.");
        }
        warnOfCut(spec.commandLine().getErr(), model, "--prompt", asked);
        String away = negative == null ? "" : negative;
        warnOfCut(spec.commandLine().getErr(), model, "--negative", away);
        long[] own = model.codec().pictureShape(model.sampleShape());
        int high = height == null ? (int) own[1] : height, wide = width == null ? (int) own[2] : width;
        return Usage.of(spec, () -> Texted.of(model, options.over(model), asked, away, high, wide));
    }

    private static void warnOfCut(PrintWriter err, TextToImage model, String option, String text) {
        model.prompts().tokens(List.of(text)).stream()
                .filter(tokens -> !tokens.cut().isBlank())
                .forEach(tokens -> err.println("Warning: " + option + " is longer than the " + tokens.ids().length
                        + " tokens that " + model.name() + " reads, so its end is left out: \""
                        + tokens.cut().strip() + "\"."));
    }
}
