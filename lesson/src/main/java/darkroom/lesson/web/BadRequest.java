package darkroom.lesson.web;

/** A request that asks for what there is not; its message is for the learner. */
public final class BadRequest extends RuntimeException {

    private static final long serialVersionUID = 1;

    public BadRequest(String sentence) {
        super(sentence, null, false, false);
    }
}
