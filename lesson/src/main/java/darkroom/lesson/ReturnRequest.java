package darkroom.lesson;

import java.util.List;

/**
 * A picture to be drowned and brought back.
 *
 * @param picture the picture
 * @param depth how far it is drowned, in percent of T
 * @param asked whether the model is told the kind; no kind is known of a picture of one's own
 * @param returns how often, each time in noise of its own
 * @param seed of the noises
 */
record ReturnRequest(Pictures.Choice picture, int depth, boolean asked, int returns, long seed) {

    /** How far a picture can be drowned. */
    static final List<String> DEPTHS = List.of("20", "40", "60", "80", "100");

    /** How many steps the whole way has; each depth is reached by one of them. */
    static final int STEPS = 50;

    private static final int WHOLE = 100;
    private static final int MOST = 8;

    static ReturnRequest of(Query query, byte[] body, Garments garments) {
        Pictures.Choice picture = OwnPicture.chosen(query, body, garments);
        return new ReturnRequest(
                picture,
                Integer.parseInt(query.oneOf("depth", "60", DEPTHS)),
                query.oneOf("label", "yes", List.of("yes", "no")).equals("yes") && picture.label() >= 0,
                (int) query.whole("returns", MOST, 1, MOST),
                query.seed("seed", 1));
    }

    /** How many steps lead back from there. */
    int steps() {
        return STEPS * depth / WHOLE;
    }

    int label() {
        return asked ? picture.label() : -1;
    }
}
