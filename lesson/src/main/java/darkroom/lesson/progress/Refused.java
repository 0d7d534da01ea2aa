package darkroom.lesson.progress;

/** Something that is not recorded, since it makes no sense or is too much; the message says why in a sentence. */
public final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1;

    Refused(String sentence) {
        super(sentence, null, false, false);
    }
}
