package darkroom.picture;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Says why a file could not be read as a picture. */
public final class UnreadablePicture extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private final String reason;

    UnreadablePicture(Path file, String reason, @Nullable Exception cause) {
        super(file + " could not be read as a picture: " + reason + ".", cause);
        this.reason = reason;
    }

    /** The reason in a few words, without the file's name. */
    public String reason() {
        return reason;
    }
}
