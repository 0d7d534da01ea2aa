package darkroom.lesson.studio;

import darkroom.lesson.web.BadRequest;
import darkroom.lesson.web.Query;

/** A learner's own picture, drawn or uploaded: it comes in the body of a request, and is kept nowhere. */
public final class OwnPicture {

    /** The name of its kind. */
    public static final String OWN = "own";

    private static final float WHITE = 255;

    private OwnPicture() {}

    /**
     * A pattern or a garment that the request names, or for {@value #OWN} the picture in its body.
     *
     * @param body a byte for each pixel, row by row, 0 black and 255 white
     */
    public static Pictures.Choice chosen(Query query, byte[] body, Garments garments) {
        String pattern = query.text("pattern", "");
        if (garments.there() && Garments.LABELS.contains(pattern)) {
            return garments.chosen(pattern, query.seed("picture", 1));
        }
        if (!pattern.equals(OWN)) {
            query.oneOf("pattern", Pictures.LABELS.get(0), Pictures.LABELS);
            return Pictures.chosen(query);
        }
        if (body.length != Pictures.PIXELS) {
            throw new BadRequest("A picture of one's own has a byte for each of " + Pictures.PIXELS + " pixels, not "
                    + body.length + " bytes.");
        }
        float[] pixels = new float[Pictures.PIXELS];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = 2 * (body[i] & 0xff) / WHITE - 1;
        }
        return new Pictures.Choice(OWN, 0, -1, pixels);
    }
}
