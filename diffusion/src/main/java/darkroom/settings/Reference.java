package darkroom.settings;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The reference of settings as Markdown, written from the records themselves: each option, its values, its default. */
public final class Reference {

    private final StringBuilder page = new StringBuilder();
    private final Set<Registry<?>> registries = new LinkedHashSet<>();

    private Reference() {}

    /** A section for each part of a record, and behind them one for each kind of what the parts name. */
    public static String of(Class<? extends Record> type, String title) {
        Reference reference = new Reference();
        reference.record(type, title, "");
        reference.kinds();
        return reference.page.toString();
    }

    private void record(Class<? extends Record> type, String title, String path) {
        page.append("## ").append(title).append("\n\n");
        List<Option> options = Option.of(type);
        table(options);
        for (Option option : options) {
            if (option.shape() instanceof Shape.Nested nested) {
                String inside = path + option.name();
                record(nested.type(), "`" + inside + "`", inside + ".");
            } else if (option.shape() instanceof Shape.OneOf one) {
                registries.add(one.registry());
            }
        }
    }

    private void kinds() {
        for (Registry<?> registry : List.copyOf(registries)) {
            page.append("## Every ").append(registry.noun()).append("\n\n");
            page.append("Named by `").append(registry.key()).append("`");
            page.append(registry.usual() == null ? "" : ", `\"" + registry.usual() + "\"` when left out")
                    .append(".\n\n");
            for (Kind kind : registry.kinds()) {
                page.append("### `")
                        .append(kind.name())
                        .append("`\n\n")
                        .append(kind.about())
                        .append("\n\n");
                if (!kind.options().isEmpty()) {
                    table(kind.options());
                }
            }
        }
    }

    private void table(List<Option> options) {
        page.append("| key | what it is | value | left out |\n|---|---|---|---|\n");
        for (Option option : options) {
            page.append("| `")
                    .append(option.name())
                    .append("` | ")
                    .append(option.about())
                    .append(" | ");
            page.append(option.shape().words().replace("|", "\\|")).append(" | ");
            page.append(leftOut(option)).append(" |\n");
        }
        page.append('\n');
    }

    private static String leftOut(Option option) {
        JsonNode otherwise = option.otherwise();
        if (otherwise != null) {
            return "`" + otherwise + "`";
        }
        boolean inside = option.shape() instanceof Shape.Nested nested && nested.hasDefaults();
        return option.optional() ? "none" : inside ? "all of its defaults" : "**must be given**";
    }
}
