package darkroom.lesson;

/** A request that asks for what there is not; its message is for the learner. */
final class BadRequest extends RuntimeException {

    private static final long serialVersionUID = 1;

    BadRequest(String sentence) {
        super(sentence, null, false, false);
    }
}
