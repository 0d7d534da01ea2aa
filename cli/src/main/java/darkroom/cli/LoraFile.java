package darkroom.cli;

import darkroom.model.Lora;
import darkroom.model.TextToImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;

/**
 * A LoRA as an option's value: FILE, or FILE:SCALE.
 *
 * @param scale how strongly it changes the model; 1 as it was trained
 */
record LoraFile(Path file, double scale) {

    private static final Pattern SCALED = Pattern.compile("(.+):([-+]?(?:\\d+\\.?\\d*|\\.\\d+))");

    /** Reads an option's value. */
    static final class Converter implements ITypeConverter<LoraFile> {

        @Override
        public LoraFile convert(String value) {
            Matcher scaled = SCALED.matcher(value);
            return scaled.matches()
                    ? new LoraFile(Path.of(scaled.group(1)), Double.parseDouble(scaled.group(2)))
                    : new LoraFile(Path.of(value), 1);
        }
    }

    void addTo(TextToImage model) throws IOException {
        try (Lora lora = Lora.read(file)) {
            model.add(lora, scale);
        }
    }
}
