package darkroom.diffusers.scheduler;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The schedulers that can be followed, as a page. */
public final class SchedulerReference {

    private SchedulerReference() {}

    /** The page, as Markdown: each scheduler with its options and their defaults. */
    public static String markdown() {
        StringBuilder page = new StringBuilder("""
                # Schedulers

                The schedulers of Hugging Face diffusers that Darkroom follows, by their class names, with the options of a
                `scheduler_config.json` and their defaults. Another class is refused by name, and so is an option that no class has,
                or a value that is not supported. An option that only other classes have is passed over, as in diffusers: a
                configuration keeps such when one scheduler is swapped for another.

                This page is written from the program by `darkroom schedulers --markdown`.

                Where diffusers divides by zero, Darkroom takes the step of first order that needs no division, or refuses the
                configuration. Two habits that published pictures depend on are kept: FlowMatchEuler and FlowMatchHeun shift
                twice, and the stochastic DPM-Solvers of order 3 have a sign of their own.

                | scheduler | what it is | options |
                |---|---|---|
                """);
        for (String name : SchedulerClasses.names()) {
            page.append(row(name, SchedulerClasses.about(name), options(SchedulerClasses.options(name))));
        }
        return page.toString();
    }

    /** The table of the README: each scheduler with a sentence. */
    public static String table() {
        StringBuilder table = new StringBuilder("| scheduler | what it is |\n|---|---|\n");
        for (String name : SchedulerClasses.names()) {
            table.append(row(name, SchedulerClasses.about(name)));
        }
        return table.toString();
    }

    private static String row(String name, String... cells) {
        return "| `" + name + "` | " + String.join(" | ", cells) + " |\n";
    }

    private static String options(Map<String, JsonNode> options) {
        return new TreeMap<>(options)
                .entrySet().stream()
                        .map(option -> "`" + option.getKey() + "` "
                                + option.getValue().toString().replace("\"", ""))
                        .collect(Collectors.joining(", "));
    }
}
