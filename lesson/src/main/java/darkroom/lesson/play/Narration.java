package darkroom.lesson.play;

import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.lesson.web.Json;

/**
 * Signal-to-noise ratios, in dB, between which the page says other things of a run's estimate of the clean picture. Kinds
 * differ, and so do runs, so each is the first or the last of all kinds over the {@link #NOISES} noises in which {@code
 * FindingsTest} measures them anew. An estimate is a blur while it is further from the result than half of where it began,
 * and all but the result within a tenth of that.
 *
 * @param blur up to here the estimate of every kind is a blur
 * @param shape from here on that of none is
 * @param picture from here on that of every kind is all but the result
 */
public record Narration(double blur, double shape, double picture) {

    /** How far the estimate still is from the result, as shares of where it began. */
    public static final double HALF = 0.5;

    public static final double TENTH = 0.1;

    /** Runs start from so many noises, of the seeds from 1 on. */
    public static final int NOISES = 3;

    public static final Narration PATTERNS_LEARNED = new Narration(-18.6, -6.8, 4.1);

    public static final Narration PATTERNS_EXACT = new Narration(-22.1, -9.8, -5.1);

    public static final Narration GARMENTS_LEARNED = new Narration(-14.1, 1.3, 15.4);

    public static final Narration GARMENTS_EXACT = new Narration(-16.1, -5.9, -2.9);

    public static ObjectNode all() {
        ObjectNode json = Json.object();
        json.set("patterns", of(PATTERNS_LEARNED, PATTERNS_EXACT));
        json.set("garments", of(GARMENTS_LEARNED, GARMENTS_EXACT));
        return json;
    }

    private static ObjectNode of(Narration learned, Narration exact) {
        ObjectNode json = Json.object();
        json.set("learned", learned.json());
        json.set("exact", exact.json());
        return json;
    }

    private ObjectNode json() {
        return Json.object().put("blur", blur).put("shape", shape).put("picture", picture);
    }
}
