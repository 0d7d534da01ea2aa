package darkroom.lesson.drown;

import darkroom.lesson.studio.Garments;
import darkroom.lesson.studio.OwnPicture;
import darkroom.lesson.studio.Pictures;
import darkroom.lesson.studio.Studio;
import darkroom.lesson.web.Query;
import darkroom.schedule.Step;
import darkroom.schedule.TimeGrid;
import java.util.ArrayList;
import java.util.List;

/**
 * A picture to be taken into noise and brought back.
 *
 * @param picture the picture
 * @param depth how far it is taken, in percent of T
 * @param asked whether the model is told the kind; no kind is known of a picture of one's own
 * @param returns how often, each time in noise of its own
 * @param seed of the noises
 */
public record ReturnRequest(Pictures.Choice picture, int depth, boolean asked, int returns, long seed) {

    /** How far a picture can be taken. */
    static final List<String> DEPTHS = List.of("20", "40", "60", "80", "85", "90", "95", "98", "100");

    /** A step back spans about so many of the schedule's levels: the whole way has fifty steps. */
    private static final int STRIDE = 20;

    private static final int WHOLE = 100;
    /** At most so many returns. */
    static final int MOST = 8;

    public static ReturnRequest of(Query query, byte[] body, Garments garments) {
        Pictures.Choice picture = OwnPicture.chosen(query, body, garments);
        return new ReturnRequest(
                picture,
                Integer.parseInt(query.oneOf("depth", "60", DEPTHS)),
                query.oneOf("label", "yes", List.of("yes", "no")).equals("yes") && picture.label() >= 0,
                (int) query.whole("returns", MOST, 1, MOST),
                query.seed("seed", 1));
    }

    /** The same, taken to another depth. */
    ReturnRequest to(int other) {
        return new ReturnRequest(picture, other, asked, returns, seed);
    }

    /** The t to which it is taken. */
    int time() {
        return Studio.SCHEDULE.timesteps() * depth / WHOLE;
    }

    /** How many steps lead back from there. */
    int steps() {
        return (time() + STRIDE - 1) / STRIDE;
    }

    /** The steps back, from exactly that t to a clean picture. */
    TimeGrid grid() {
        List<Step> back = new ArrayList<>();
        for (int left = steps(); left > 0; left--) {
            int from = at(left);
            back.add(new Step(Studio.SCHEDULE.level(from), Studio.SCHEDULE.level(at(left - 1)), from - 1));
        }
        return new TimeGrid(back);
    }

    private int at(int left) {
        return (int) Math.rint(time() * (double) left / steps());
    }

    int label() {
        return asked ? picture.label() : -1;
    }
}
