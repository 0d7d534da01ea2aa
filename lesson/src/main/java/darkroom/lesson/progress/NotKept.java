package darkroom.lesson.progress;

import org.jspecify.annotations.Nullable;

/** The database cannot be used; the message says why in a sentence. */
public final class NotKept extends RuntimeException {

    private static final long serialVersionUID = 1;

    NotKept(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }
}
