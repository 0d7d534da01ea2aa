package darkroom.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A file to be written, as an option's value: a slash at its end, which {@link Path} would drop, says a folder. */
final class FileName implements ITypeConverter<Path> {

    @Override
    public Path convert(String value) {
        if (value.isEmpty() || value.endsWith("/") || value.endsWith("\\")) {
            throw new TypeConversionException("'" + value + "' names a folder: name a file to write to.");
        }
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw new TypeConversionException("'" + value + "' is not a file's name: " + e.getReason() + ".");
        }
    }
}
