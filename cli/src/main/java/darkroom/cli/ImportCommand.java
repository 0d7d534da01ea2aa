package darkroom.cli;

import darkroom.io.Destination;
import darkroom.model.SingleFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a folder of a checkpoint in one file. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Writes a checkpoint of Stable Diffusion 1, 2 or XL, a single file with the original names, as a folder in diffusers' layout.",
        footer = {
            "",
            "'darkroom sample DIR --prompt ...' draws from the folder, and diffusers loads it. Weights stay in the type that they have.",
            "The vocabulary is CLIP's, as it was published."
        })
final class ImportCommand implements Callable<Integer> {

    private static final Map<String, String> PREDICTIONS = Map.of("epsilon", "epsilon", "v", "v_prediction");

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The checkpoint, a file of safetensors.")
    private Path file;

    @Option(names = "--to", paramLabel = "DIR", required = true, description = "A new or empty folder.")
    private Path folder;

    @Option(
            names = "--prediction",
            paramLabel = "WHAT",
            defaultValue = "epsilon",
            description =
                    "What the network predicts, which the file does not say: epsilon, or v for Stable Diffusion 2 at 768 pixels"
                            + " (default: epsilon).")
    private String prediction;

    @Override
    public Integer call() throws IOException {
        String predicts = PREDICTIONS.get(prediction);
        if (predicts == null) {
            throw Usage.bad(spec, "--prediction is epsilon or v, not '" + prediction + "'.");
        }
        Usage.check(spec, () -> Destination.requireFolder(folder));
        String pipeline = SingleFile.toFolder(file, folder, predicts);
        spec.commandLine()
                .getOut()
                .println(folder + ": a " + pipeline + "; 'darkroom sample " + folder + " --prompt ...' draws from it");
        return 0;
    }
}
