package darkroom.lesson.certificate;

/** A certificate that does not verify; the message says why, in one sentence. */
public final class NotGenuine extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    NotGenuine(String sentence) {
        super(sentence);
    }
}
