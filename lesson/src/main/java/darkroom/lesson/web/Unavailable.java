package darkroom.lesson.web;

/** Something that the lesson cannot do now; its message says why. */
public final class Unavailable extends RuntimeException {

    private static final long serialVersionUID = 1;

    public Unavailable(String sentence) {
        super(sentence, null, false, false);
    }
}
