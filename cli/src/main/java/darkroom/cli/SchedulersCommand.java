package darkroom.cli;

import darkroom.diffusers.scheduler.SchedulerClasses;
import darkroom.diffusers.scheduler.SchedulerReference;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the schedulers of diffusers that can be followed. */
@Command(
        name = "schedulers",
        mixinStandardHelpOptions = true,
        description = "Lists the schedulers of Hugging Face diffusers that Darkroom can follow.")
final class SchedulersCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Option(names = "--markdown", description = "Print them with all options and defaults, as Markdown.")
    private boolean markdown;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        if (markdown) {
            out.print(SchedulerReference.markdown());
        } else {
            for (String name : SchedulerClasses.names()) {
                out.printf(Locale.ROOT, "%-32s %s%n", name, SchedulerClasses.about(name));
            }
        }
        out.flush();
    }
}
