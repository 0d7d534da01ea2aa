package darkroom.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.diffusers.scheduler.SchedulerClasses;
import darkroom.picture.Png;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * How a picture was drawn from a text, as the text {@value #KEYWORD} of its file has it: the prompt, a line with the negative one, and a line
 * of settings, as other programs write and read it, too.
 */
final class Remembered {

    /** The keyword of the text. */
    static final String KEYWORD = "parameters";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NEGATIVE = "Negative prompt: ";
    private static final Pattern SETTING = Pattern.compile("([A-Z][\\w ]*): (\"(?:\\\\.|[^\\\\\"])*\"|[^,]*)(?:, |$)");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,6})x(\\d{1,6})");

    private Remembered() {}

    /** The text of a drawing. */
    static String of(Texted drawn, Seeding seeding) {
        TextRequest asked = drawn.asked();
        Course.Scheduled course = drawn.course();
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("Steps", Integer.toString(course.steps()));
        settings.put("Sampler", course.name());
        settings.put("CFG scale", Double.toString(course.guidance().scale()));
        boolean single = seeding.seeds().length == 1;
        settings.put(
                single ? "Seed" : "Seeds",
                LongStream.of(seeding.seeds()).mapToObj(Long::toString).collect(Collectors.joining(" ")));
        settings.put("Size", asked.width() + "x" + asked.height());
        settings.put("Model", quoted(drawn.name()));
        if (asked.tiles()) {
            settings.put("Tiles", "true");
        }
        if (single && seeding.count() > 1) {
            settings.put("Count", Integer.toString(seeding.count()));
        }
        Given given = asked.given();
        if (given != null) {
            settings.put("Denoising strength", Double.toString(given.strength()));
            settings.put("Image", quoted(given.file().toString()));
            if (given.maskFile() != null) {
                settings.put("Mask", quoted(given.maskFile().toString()));
            }
        }
        for (LoraFile lora : asked.loras()) {
            settings.put("Lora " + settings.size(), quoted(lora.file() + ":" + lora.scale()));
        }
        if (!course.scheduler().equals(drawn.model().scheduler())
                || !course.arguments().isEmpty()) {
            ObjectNode options = JSON.createObjectNode();
            options.setAll(course.scheduler().changed());
            options.setAll(course.arguments());
            settings.put("Options", quoted(options.toString()));
        }
        String negative = asked.negative().isEmpty() ? "" : NEGATIVE + asked.negative() + "\n";
        return asked.prompt() + "\n" + negative
                + settings.entrySet().stream()
                        .map(setting -> setting.getKey() + ": " + setting.getValue())
                        .collect(Collectors.joining(", "));
    }

    private static String quoted(String text) {
        return JSON.valueToTree(text).toString();
    }

    /**
     * Gives the options of a command that were not given the values that a picture was drawn with.
     *
     * @throws IllegalArgumentException when the file does not say how it was drawn
     */
    static void fill(CommandSpec spec, Path file) throws IOException {
        String text = Png.texts(file).get(KEYWORD);
        if (text == null) {
            throw new IllegalArgumentException(
                    file + " does not say how it was drawn: it has no text '" + KEYWORD + "'.");
        }
        ParseResult given = spec.commandLine().getParseResult();
        boolean seeded = given.hasMatchedOption("--seed") || given.hasMatchedOption("--seeds");
        values(text).forEach((option, value) -> {
            boolean replaced = seeded && option.startsWith("--seed");
            if (!replaced && !given.hasMatchedOption(option)) {
                spec.findOption(option).setValue(value);
            }
        });
    }

    private static Map<String, Object> values(String text) {
        Map<String, Object> values = new LinkedHashMap<>();
        List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n")));
        if (lines.get(lines.size() - 1).startsWith("Steps: ")) {
            put(values, lines.remove(lines.size() - 1));
        }
        int negative = 0;
        while (negative < lines.size() && !lines.get(negative).startsWith(NEGATIVE)) {
            negative++;
        }
        values.put("--prompt", String.join("\n", lines.subList(0, negative)));
        if (negative < lines.size()) {
            String all = String.join("\n", lines.subList(negative, lines.size()));
            values.put("--negative", all.substring(NEGATIVE.length()));
        }
        return values;
    }

    private static void put(Map<String, Object> values, String settings) {
        List<LoraFile> loras = new ArrayList<>();
        Matcher each = SETTING.matcher(settings);
        while (each.find()) {
            String name = each.group(1), value = plain(each.group(2));
            Matcher size = SIZE.matcher(value);
            switch (name) {
                case "Steps" -> values.put("--steps", number(name, value, Integer::valueOf));
                case "CFG scale" -> values.put("--guidance", value);
                case "Seed" -> values.put("--seed", number(name, value, Long::valueOf));
                case "Seeds" ->
                    values.put(
                            "--seeds",
                            Arrays.stream(value.split(" "))
                                    .mapToLong(seed -> number(name, seed, Long::valueOf))
                                    .toArray());
                case "Count" -> values.put("--count", number(name, value, Integer::valueOf));
                case "Denoising strength" -> values.put("--strength", number(name, value, Double::valueOf));
                case "Image" -> values.put("--image", Path.of(value));
                case "Mask" -> values.put("--mask", Path.of(value));
                case "Tiles" -> values.put("--tiles", Boolean.valueOf(value));
                case "Options" -> values.put("--scheduler-option", options(value));
                case "Sampler" -> {
                    if (SchedulerClasses.names().contains(value)) {
                        values.put("--scheduler", value);
                    }
                }
                case "Size" -> {
                    if (size.matches()) {
                        values.put("--width", Integer.valueOf(size.group(1)));
                        values.put("--height", Integer.valueOf(size.group(2)));
                    }
                }
                default -> {
                    if (name.startsWith("Lora ")) {
                        loras.add(new LoraFile.Converter().convert(value));
                    }
                }
            }
        }
        if (!loras.isEmpty()) {
            values.put("--lora", loras);
        }
    }

    private static <N> N number(String setting, String value, Function<String, N> reading) {
        try {
            return reading.apply(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "The picture says '" + setting + ": " + value + "' of itself, where a number belongs.", e);
        }
    }

    private static String plain(String value) {
        return value.startsWith("\"") ? json(value).asText() : value;
    }

    private static Map<String, String> options(String value) {
        Map<String, String> options = new LinkedHashMap<>();
        json(value)
                .properties()
                .forEach(option -> options.put(
                        option.getKey(),
                        option.getValue().isTextual()
                                ? option.getValue().asText()
                                : option.getValue().toString()));
        return options;
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The setting " + text + " of a picture is no JSON.", e);
        }
    }
}
