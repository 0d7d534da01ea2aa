package darkroom.lesson.studio;

import darkroom.data.Batch;
import darkroom.data.Patterns;
import darkroom.data.Seeds;
import darkroom.lesson.web.BadRequest;
import darkroom.lesson.web.Query;
import darkroom.lesson.web.Words;
import darkroom.model.PictureClassifier;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The pictures that a learner can choose: a kind of pattern and a seed, or a drawing. */
public final class Pictures {

    /** Width and height. */
    public static final int SIZE = 32;

    /** How many pixels. */
    public static final int PIXELS = SIZE * SIZE;

    private static final Patterns PATTERNS = new Patterns(SIZE);

    /** The kinds, by label. */
    public static final List<String> LABELS = PATTERNS.labels();

    /** A picture of any kind; its seed chooses one. */
    public static final String ANY = "any";

    /** The learner's own. */
    public static final String DRAWN = "drawn";

    /** The named, finite set that the exact denoiser knows: as many of each kind, from one seed. */
    public static final int SET_OF_EACH = 20;

    public static final long SET_SEED = 1;

    private Pictures() {}

    /**
     * A chosen picture.
     *
     * @param kind a label's name, {@link #ANY} or {@link #DRAWN}
     * @param seed which of its kind
     * @param label what a model may be asked for: the kind's, -1 when there is none
     * @param pixels [32, 32], in [-1, 1]
     */
    public record Choice(String kind, long seed, int label, float[] pixels) {}

    /** What a request asks for by {@code pattern}, {@code picture} (a seed) and {@code drawing}. */
    public static Choice chosen(Query query) {
        List<String> kinds = new ArrayList<>(LABELS);
        kinds.add(ANY);
        kinds.add(DRAWN);
        String kind = query.oneOf("pattern", LABELS.get(0), kinds);
        long seed = query.seed("picture", 1);
        if (kind.equals(DRAWN)) {
            return new Choice(kind, seed, -1, bits(query, "drawing"));
        }
        boolean any = kind.equals(ANY);
        int label = any ? (int) Math.floorMod(Seeds.at(seed, 1), (long) LABELS.size()) : LABELS.indexOf(kind);
        return new Choice(kind, seed, any ? -1 : label, PATTERNS.draw(label, Seeds.random(seed)));
    }

    /** The same, or a garment. */
    public static Choice chosen(Query query, Garments garments) {
        String kind = query.text("pattern", "");
        boolean garment = garments.there() && (Garments.LABELS.contains(kind) || kind.equals(Garments.ANY));
        return garment ? garments.chosen(kind, query.seed("picture", 1)) : chosen(query);
    }

    /** The picture of a kind and a seed. */
    public static float[] of(String kind, long seed) {
        return PATTERNS.draw(LABELS.indexOf(kind), Seeds.random(seed));
    }

    /** A drawing or a mask that a request names: a bit for each pixel, row by row, in base64 as addresses have it; 1 or -1. */
    public static float[] bits(Query query, String name) {
        byte[] bits;
        try {
            bits = Base64.getUrlDecoder().decode(query.text(name, ""));
        } catch (IllegalArgumentException e) {
            throw new BadRequest(name + " is not base64 as used in addresses.");
        }
        if (bits.length != PIXELS / 8) {
            throw new BadRequest(
                    name + " holds a bit for each of " + PIXELS + " pixels, not " + 8 * bits.length + " bits.");
        }
        float[] pixels = new float[PIXELS];
        for (int i = 0; i < PIXELS; i++) {
            pixels[i] = (bits[i / 8] >> (7 - i % 8) & 1) == 1 ? 1 : -1;
        }
        return pixels;
    }

    /** The set that the exact denoiser knows, kind by kind. */
    public static Batch set() {
        int count = SET_OF_EACH * LABELS.size();
        float[] values = new float[count * PIXELS];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = i / SET_OF_EACH;
            System.arraycopy(PATTERNS.draw(labels[i], Seeds.random(SET_SEED, i)), 0, values, i * PIXELS, PIXELS);
        }
        return new Batch(values, labels);
    }

    /** The same set and a drawing behind it, under a label of its own. */
    static Batch setWith(float[] drawing) {
        Batch set = set();
        float[] values = java.util.Arrays.copyOf(set.values(), set.values().length + PIXELS);
        System.arraycopy(drawing, 0, values, set.values().length, PIXELS);
        int[] labels = java.util.Arrays.copyOf(set.labels(), set.labels().length + 1);
        labels[set.labels().length] = LABELS.size();
        return new Batch(values, labels);
    }

    /** What a classifier takes smaller pictures for: each pixel is shown to it as a square of several. */
    public static int[] classify(PictureClassifier classifier, float[] pictures, int size) {
        int times = SIZE / size, count = pictures.length / (size * size);
        float[] large = new float[count * PIXELS];
        for (int i = 0; i < large.length; i++) {
            int picture = i / PIXELS, y = i % PIXELS / SIZE / times, x = i % SIZE / times;
            large[i] = pictures[(picture * size + y) * size + x];
        }
        int[][] taken = new int[1][];
        Scope.run(() -> taken[0] = classifier.classify(Tensors.of(large, count, 1, SIZE, SIZE)));
        return taken[0];
    }

    /** The picture at a place of a batch. */
    public static float[] at(Batch batch, int place) {
        float[] pixels = new float[PIXELS];
        System.arraycopy(batch.values(), place * PIXELS, pixels, 0, PIXELS);
        return pixels;
    }

    /** A picture of a kind, in words. */
    public static String words(String kind) {
        return kind.equals(ANY)
                ? "a picture of any kind"
                : "a picture of the kind \u201c" + Words.kind(kind) + "\u201d";
    }
}
