package darkroom.data;

import darkroom.data.Scene.Form;
import darkroom.data.Scene.Relation;
import darkroom.data.Scene.Size;
import darkroom.data.Scene.Thing;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Coloured pictures of {@link Scene}s with their captions, each drawn anew from a seed; place, size and colour vary a little. Pictures are
 * [3, size, size] in [-1, 1], red first.
 */
public final class Scenes implements DataSet {

    private static final int CHANNELS = 3;
    /** Lengths are those of pictures of this size. */
    private static final double USUAL_SIZE = 64;

    private static final double GROUND_VARIES = 5, HUE_VARIES = 10;

    private final int size;
    private final boolean all;
    private final double twoThings;
    private final @Nullable Double forward;

    /** Pictures of a size, half of them of two things, without the pairs of colour and form that are held out. */
    public Scenes(int size) {
        this(size, false);
    }

    /** Pictures of a size, half of them of two things; see {@link #Scenes(int, boolean, double, Double)}. */
    public Scenes(int size, boolean all) {
        this(size, all, 0.5, null);
    }

    /**
     * Pictures of a size.
     *
     * @param size width and height in pixels, 32 to 512
     * @param all whether there are also the pairs of colour and form that are held out from trainings
     * @param twoThings the share of pictures with two things, in [0, 1]
     * @param forward the share of captions of two things that name the left or the upper one first, in [0, 1]; null for half, as it comes
     * @throws IllegalArgumentException at any other size or share
     */
    public Scenes(int size, boolean all, double twoThings, @Nullable Double forward) {
        this.all = all;
        this.twoThings = twoThings;
        this.forward = forward;
        requireShare(twoThings);
        if (forward != null) {
            requireShare(forward);
        }
        if (size < 32 || size > 512) {
            throw new IllegalArgumentException("Scenes are 32 to 512 pixels wide, not " + size + ".");
        }
        this.size = size;
    }

    private static void requireShare(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("A share of scenes lies in [0, 1], not at " + share + ".");
        }
    }

    @Override
    public long[] shape() {
        return new long[] {CHANNELS, size, size};
    }

    @Override
    public List<String> labels() {
        return List.of("scene");
    }

    @Override
    public Batch batch(long seed, long index, int count) {
        RandomGenerator random = Keyed.batch(seed, index, count);
        int length = CHANNELS * size * size;
        float[] values = new float[Math.multiplyExact(count, length)];
        List<String> captions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Scene scene = Scene.draw(random.nextDouble() < twoThings, all, random);
            if (forward != null) {
                scene = random.nextDouble() < forward
                        ? scene.forward()
                        : scene.forward().turned();
            }
            captions.add(scene.caption());
            System.arraycopy(draw(scene, random), 0, values, i * length, length);
        }
        return new Batch(values, new int[count], captions);
    }

    /** Draws a scene: its numbers channel by channel and row by row, in [-1, 1]. */
    public float[] draw(Scene scene, RandomGenerator random) {
        float[] picture = new float[CHANNELS * size * size];
        double[] ground = varied(scene.ground().colour(), GROUND_VARIES, random);
        for (int i = 0; i < picture.length; i++) {
            picture[i] = (float) ground[i / (size * size)];
        }
        Relation relation = scene.relation();
        Thing second = scene.second();
        if (relation == null || second == null) {
            double radius = radius(scene.first(), random), room = USUAL_SIZE / 2 - 1 - radius;
            paint(
                    picture,
                    scene.first(),
                    radius,
                    Keyed.between(random, -room, room),
                    Keyed.between(random, -room, room),
                    random);
        } else {
            boolean across = relation == Relation.LEFT_OF || relation == Relation.RIGHT_OF;
            int side = relation.isForward() ? -1 : 1;
            beside(picture, scene.first(), side, across, random);
            beside(picture, second, -side, across, random);
        }
        return picture;
    }

    /** Paints one of two things on its side of the picture. */
    private void beside(float[] picture, Thing thing, int side, boolean across, RandomGenerator random) {
        double along = side * Keyed.between(random, 15.5, 17),
                beside = Keyed.between(random, -8, 8),
                radius = radius(thing, random);
        paint(picture, thing, radius, across ? along : beside, across ? beside : along, random);
    }

    private static double radius(Thing thing, RandomGenerator random) {
        return thing.size() == Size.LARGE ? Keyed.between(random, 12, 14) : Keyed.between(random, 7.5, 8.5);
    }

    private static double[] varied(int[] colour, double by, RandomGenerator random) {
        double[] varied = new double[CHANNELS];
        for (int i = 0; i < CHANNELS; i++) {
            varied[i] = Math.min(255, Math.max(0, colour[i] + Keyed.between(random, -by, by))) / 127.5 - 1;
        }
        return varied;
    }

    private void paint(float[] picture, Thing thing, double radius, double right, double down, RandomGenerator random) {
        double[] colour = varied(thing.hue().colour(), HUE_VARIES, random);
        double scale = size / USUAL_SIZE;
        Figure figure = figure(thing.form(), radius * scale).moved(right * scale, down * scale);
        for (int row = 0, pixel = 0; row < size; row++) {
            for (int column = 0; column < size; column++, pixel++) {
                double cover = figure.cover(column + 0.5 - size / 2.0, row + 0.5 - size / 2.0);
                for (int i = 0; cover > 0 && i < CHANNELS; i++) {
                    int at = i * size * size + pixel;
                    picture[at] = (float) (picture[at] + cover * (colour[i] - picture[at]));
                }
            }
        }
    }

    /** A form whose farthest points are about a radius from the origin. */
    private static Figure figure(Form form, double radius) {
        return switch (form) {
            case CIRCLE -> Figure.disc(0.95 * radius);
            case RING -> Figure.disc(0.78 * radius).outline(0.36 * radius);
            case SQUARE -> Figure.box(0.82 * radius, 0.82 * radius);
            case TRIANGLE -> Figure.triangle(1.1 * radius).moved(0, 0.2 * radius);
            case CROSS -> Figure.box(radius, 0.28 * radius).and(Figure.box(0.28 * radius, radius));
            case STAR -> Figure.star(5, 1.1 * radius, 0.46 * radius);
            case HEART -> {
                double half = 0.6 * radius, lobe = half / Math.sqrt(2);
                yield Figure.box(half, half)
                        .turned(Math.PI / 4)
                        .and(Figure.disc(half).moved(-lobe, -lobe))
                        .and(Figure.disc(half).moved(lobe, -lobe))
                        .moved(0, 0.1 * radius);
            }
            case MOON -> Figure.disc(radius).without(Figure.disc(0.85 * radius).moved(0.5 * radius, -0.15 * radius));
        };
    }
}
