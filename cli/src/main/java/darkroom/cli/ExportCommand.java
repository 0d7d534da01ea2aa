package darkroom.cli;

import darkroom.io.Destination;
import darkroom.model.Export;
import darkroom.model.Model;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a model for diffusers. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Writes a model as a folder that DDPMPipeline.from_pretrained of diffusers loads.",
        footer = {
            "",
            "A model that learned classes loads as well, but DDPMPipeline passes no class to its network:",
            "docs/diffusers.md has the lines of Python that do."
        })
final class ExportCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "MODEL", description = "A model's folder, or the name of one that ships.")
    private String model;

    @Option(names = "--to", paramLabel = "DIR", required = true, description = "A new or empty folder.")
    private Path folder;

    @Override
    public Integer call() throws IOException {
        Usage.check(spec, () -> Destination.requireFolder(folder));
        try (Model read = Home.model(model).read()) {
            Export.write(read, folder);
            PrintWriter out = spec.commandLine().getOut();
            out.println(folder + ": DDPMPipeline.from_pretrained loads it");
            if (!read.labels().isEmpty()) {
                out.println(
                        "It is told a class, 0 to " + (read.labels().size() - 1) + " as labels.json names them and "
                                + read.labels().size()
                                + " for anything, which DDPMPipeline does not pass on: docs/diffusers.md has the lines of Python that do.");
            }
        }
        return 0;
    }
}
