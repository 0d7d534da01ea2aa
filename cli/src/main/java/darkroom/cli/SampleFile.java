package darkroom.cli;

import darkroom.model.Sheet;
import darkroom.picture.Gif;
import darkroom.picture.Picture;
import darkroom.picture.Png;
import darkroom.sample.SamplingRun;
import darkroom.torch.SafeTensors;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** A file that samples are written to, in the format that its name ends in. */
final class SampleFile {

    private static final int FRAME_HUNDREDTHS = 6;

    private enum Format {
        PNG,
        GIF,
        SAFETENSORS
    }

    private final Format format;
    private final Sheet sheet;
    private final List<Picture> frames = new ArrayList<>();

    private SampleFile(Format format, Sheet sheet) {
        this.format = format;
        this.sheet = sheet;
    }

    /**
     * A file for samples.
     *
     * @throws IllegalArgumentException when there is no such format, or these samples have no picture
     */
    static SampleFile of(Path path, Sheet sheet) {
        Format format = format(path);
        if (format == null) {
            throw new IllegalArgumentException("--out must end in .png, .gif or .safetensors, not " + path + ".");
        }
        if (format != Format.SAFETENSORS) {
            sheet.requireDrawable();
        }
        return new SampleFile(format, sheet);
    }

    static boolean names(Path path) {
        return format(path) != null;
    }

    private static @Nullable Format format(Path path) {
        String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        for (Format format : Format.values()) {
            if (name.endsWith("." + format.name().toLowerCase(Locale.ROOT))) {
                return format;
            }
        }
        return null;
    }

    /** Keeps the samples as they stand, if the format shows how they came to be. */
    void frame(SamplingRun run) {
        if (format == Format.GIF) {
            frames.add(sheet.of(run));
        }
    }

    /**
     * Writes the samples of a run that has ended, in this file's format.
     *
     * @param texts that a picture's file holds too, by keyword
     */
    void write(Path path, SamplingRun run, Map<String, String> texts) throws IOException {
        switch (format) {
            case PNG -> Png.write(path, sheet.of(run), texts);
            case GIF -> new Gif(FRAME_HUNDREDTHS).write(path, frames);
            case SAFETENSORS -> writeNumbers(path, run);
        }
    }

    private void writeNumbers(Path path, SamplingRun run) throws IOException {
        try {
            Scope.run(() -> {
                Tensor x = sheet.shown(run);
                boolean pictures = x.dim() == 4;
                Tensor values = pictures ? Tensors.unitRange(x) : x;
                try {
                    SafeTensors.write(path, Map.of(pictures ? "images" : "points", values), Map.of());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
