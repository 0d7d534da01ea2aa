package darkroom.lesson.play;

import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.lesson.web.Json;

/**
 * Signal-to-noise ratios, in dB, between which the page says other things of a run's estimate of the clean picture. Kinds of
 * pattern differ, so each is the first or the last of all kinds, as {@code FindingsTest} measures them anew. An estimate is
 * a blur while it is further from the result than half of where it began, and all but the result within a tenth of that.
 *
 * @param blur up to here the estimate of every kind is a blur
 * @param shape from here on that of none is
 * @param picture from here on that of every kind is all but the result
 */
public record Narration(double blur, double shape, double picture) {

    /** How far the estimate still is from the result, as shares of where it began. */
    public static final double HALF = 0.5;

    public static final double TENTH = 0.1;

    public static final Narration LEARNED = new Narration(-18.6, -8.7, 1.3);

    public static final Narration EXACT = new Narration(-18.6, -9.8, -8.7);

    public static ObjectNode all() {
        ObjectNode json = Json.object();
        json.set("learned", LEARNED.json());
        json.set("exact", EXACT.json());
        return json;
    }

    private ObjectNode json() {
        return Json.object().put("blur", blur).put("shape", shape).put("picture", picture);
    }
}
