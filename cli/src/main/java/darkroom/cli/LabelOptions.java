package darkroom.cli;

import darkroom.model.Model;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options that say what a model draws that is not asked by texts. */
final class LabelOptions {

    private static final double DEPTH = 0.6;

    @Option(
            names = "--label",
            paramLabel = "NAME|N",
            split = ",",
            description = "What to draw, by name or number, several in turn (A,B,C); without it, anything.")
    private @Nullable List<String> labels;

    @Option(names = "--from", paramLabel = "PICTURE", description = "Start from this picture in place of pure noise.")
    private @Nullable Path from;

    @Option(
            names = "--depth",
            paramLabel = "X",
            description = "How far --from is noised, as a share of the way to pure noise, above 0 to 1 (default: 0.6).")
    private @Nullable Double depth;

    /** How many samples are drawn unless asked otherwise. */
    int usualCount() {
        return labels == null ? 1 : labels.size();
    }

    /** Whether something is asked for. */
    boolean asks() {
        return labels != null;
    }

    void check(CommandSpec spec, int count) {
        Usage.check(
                spec,
                labels == null || labels.size() <= count,
                labels == null
                        ? ""
                        : "--label asks for " + labels.size() + " kinds, but only " + count
                                + (count == 1 ? " sample is" : " samples are")
                                + " drawn: ask for as many by --count or --seeds.");
        Usage.check(spec, from != null || depth == null, "--depth says how far --from is noised: name a picture.");
        Usage.check(
                spec,
                depth == null || depth > 0 && depth <= 1,
                "--depth lies above 0 and up to 1, not at " + depth + ".");
    }

    /** Refuses them for a model that draws from texts. */
    void refuse(CommandSpec spec, String model) {
        Usage.check(
                spec, labels == null, "--label is not for " + model + ", which draws from texts: ask it by --prompt.");
        Usage.check(
                spec,
                from == null,
                "--from is not for " + model + ", which draws from texts: it begins with a picture by --image.");
    }

    /** What each of some samples is asked to be, the labels in turn; empty when nothing is asked for. */
    List<Integer> asked(Model model, int count) {
        if (labels == null) {
            return List.of();
        }
        List<Integer> known = labels.stream().map(model::label).toList();
        return IntStream.range(0, count)
                .mapToObj(i -> known.get(i % known.size()))
                .toList();
    }

    Origin origin() {
        return new Origin(from, depth == null ? DEPTH : depth);
    }
}
