package darkroom.lesson;

/** Something that the lesson cannot do now; its message says why. */
final class Unavailable extends RuntimeException {

    private static final long serialVersionUID = 1;

    Unavailable(String sentence) {
        super(sentence, null, false, false);
    }
}
