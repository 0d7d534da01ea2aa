package darkroom.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.data.Batch;
import darkroom.data.DataSet;
import darkroom.data.DataSets;
import darkroom.io.AtomicFile;
import darkroom.io.Destination;
import darkroom.picture.Picture;
import darkroom.picture.Png;
import darkroom.settings.Value;
import darkroom.train.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes examples of a data set, to look at. */
@Command(
        name = "data",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Writes pictures of a data set into a folder, with their captions or labels.",
        footer = {
            "",
            "Beside the pictures lies metadata.jsonl with file_name and text of each, as Hugging Face's imagefolder has it, so the",
            "folder can be a training's data in turn."
        })
final class DataCommand implements Callable<Integer> {

    private static final String SUFFIX = ".json";

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DATA", description = "The name of a data set, such as scenes, or a recipe's file.")
    private String data;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "The folder that is written to.")
    private Path out;

    @Option(names = "--count", paramLabel = "N", defaultValue = "10", description = "How many pictures (default: 10).")
    private int count;

    @Option(
            names = "--size",
            paramLabel = "N",
            description = "Width and height in pixels, where the data set has a choice.")
    private @Nullable Integer size;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "0", description = "The seed (default: 0).")
    private long seed;

    @Override
    public Integer call() throws IOException {
        Usage.check(spec, count >= 1 && count <= 100_000, "--count must lie in 1 to 100000, not " + count + ".");
        Usage.check(
                spec,
                size == null || !data.endsWith(SUFFIX),
                "--size is for a data set by its name; a recipe has its own.");
        Usage.check(spec, () -> Destination.requireFolder(out));
        DataSet from = data.endsWith(SUFFIX)
                ? Recipe.read(Path.of(data))
                        .data()
                        .open(Path.of(data).toAbsolutePath().resolveSibling(""))
                : Usage.of(spec, this::named);
        long[] shape = from.shape();
        boolean drawable = shape.length == 3 && (shape[0] == 1 || shape[0] == 3);
        Usage.check(
                spec,
                drawable,
                "Only pictures can be written; examples of " + data + " have the shape " + Arrays.toString(shape)
                        + ".");
        write(from, (int) shape[0], (int) shape[1], (int) shape[2]);
        return 0;
    }

    private DataSet named() {
        ObjectNode description = JsonNodeFactory.instance.objectNode().put("name", data);
        if (size != null) {
            description.put("size", size);
        }
        try {
            return DataSets.ALL.read(Value.of(description)).open(Path.of(""));
        } catch (IOException e) {
            throw new IllegalArgumentException("The data set " + data + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private void write(DataSet from, int channels, int height, int width) throws IOException {
        Batch batch = from.batch(seed, 0, count);
        int length = channels * height * width;
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            String file = String.format(Locale.ROOT, "%05d.png", i + 1);
            float[] values = Arrays.copyOfRange(batch.values(), i * length, (i + 1) * length);
            Png.write(out.resolve(file), Picture.ofFloats(width, height, channels, values));
            String text = batch.captions().isEmpty()
                    ? from.labels().get(batch.labels()[i])
                    : batch.captions().get(i);
            lines.append(JsonNodeFactory.instance
                            .objectNode()
                            .put("file_name", file)
                            .put("text", text))
                    .append('\n');
        }
        AtomicFile.write(out.resolve("metadata.jsonl"), lines.toString());
        spec.commandLine().getOut().printf(Locale.ROOT, "%,d pictures of %s are in %s.%n", count, data, out);
    }
}
