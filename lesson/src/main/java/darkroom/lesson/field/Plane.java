package darkroom.lesson.field;

import darkroom.data.Batch;
import darkroom.data.DataSet;
import darkroom.data.EnergyDistance;
import darkroom.data.Seeds;
import darkroom.exact.GaussianMixture;
import darkroom.lesson.studio.Clouds;
import darkroom.lesson.web.Query;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A distribution in the plane that is known exactly: a mixture of as many small round Gaussians as a set has points, all
 * equally likely. Its density and its best denoiser are closed forms at every noise level.
 *
 * @param name the set's
 * @param points where the Gaussians lie, x and y in turn
 * @param labels which part of the set each belongs to
 */
record Plane(String name, float[] points, int[] labels) {

    /** How many Gaussians. */
    static final int POINTS = 300;

    /** The standard deviation of each. */
    static final double DEVIATION = 0.1;

    static final int DIMENSIONS = 2;

    /** How many fresh points samples are held against. */
    private static final int COMPARED = 1000;

    /** How many sets of fresh points say what chance does. */
    private static final int FRESH = 5;

    private static final long SEED = 1;

    /** How many groups there are, how far from the origin, and how wide. */
    private static final int GROUPS = 3;

    private static final double AWAY = 0.85;
    private static final double WIDTH = 0.42;

    /** The parts of the sets that have several, in the order of their labels. */
    private static final Map<String, List<String>> PARTS = Map.of(
            "two-moons", List.of("the upper moon", "the lower moon"),
            "rings", List.of("the inner ring", "the middle ring", "the outer ring"),
            "spiral", List.of("the first arm", "the second arm"),
            "groups", List.of("the upper group", "the left group", "the right group"));

    /** Sets of the lesson that have parts. */
    private static final List<String> CLOUDS = List.of("two-moons", "rings", "spiral");

    static Plane named(String name) {
        Batch set = Clouds.named(name).batch(SEED, 0, POINTS);
        return new Plane(name, set.values(), set.labels());
    }

    /** Three groups around the origin that overlap in the middle, each as large as the others; the first one is up. */
    static Plane groups() {
        RandomGenerator random = Seeds.random(SEED, GROUPS);
        float[] points = new float[DIMENSIONS * POINTS];
        int[] labels = new int[POINTS];
        for (int i = 0; i < POINTS; i++) {
            labels[i] = i % GROUPS;
            double angle = Math.PI / 2 + labels[i] * 2 * Math.PI / GROUPS;
            points[2 * i] = (float) (AWAY * Math.cos(angle) + WIDTH * random.nextGaussian());
            points[2 * i + 1] = (float) (AWAY * Math.sin(angle) + WIDTH * random.nextGaussian());
        }
        return new Plane("groups", points, labels);
    }

    /** The part of it that a label names, alone. */
    Plane part(int label) {
        int[] places =
                IntStream.range(0, POINTS).filter(i -> labels[i] == label).toArray();
        float[] own = new float[DIMENSIONS * POINTS];
        for (int i = 0; i < POINTS; i++) {
            System.arraycopy(points, DIMENSIONS * places[i % places.length], own, DIMENSIONS * i, DIMENSIONS);
        }
        return new Plane(name, own, new int[POINTS]);
    }

    /** The one that a request asks for by {@code cloud}. */
    static Plane asked(Query query) {
        return named(query.oneOf("cloud", Clouds.FIRST, CLOUDS));
    }

    /** What its parts are called. */
    List<String> parts() {
        return PARTS.getOrDefault(name, List.of());
    }

    /** Its best denoiser, for the caller to close; a label asks for a part. */
    GaussianMixture denoiser() {
        double[] variances = new double[POINTS], weights = new double[POINTS];
        Arrays.fill(variances, DEVIATION * DEVIATION);
        Arrays.fill(weights, 1);
        List<Integer> asked = Arrays.stream(labels).boxed().toList();
        return Scope.call(
                () -> new GaussianMixture(Tensors.of(points, POINTS, DIMENSIONS), variances, weights, asked),
                kept -> Stream.empty());
    }

    /** Points drawn from it. */
    float[] draw(long seed, int count) {
        RandomGenerator random = Seeds.random(seed);
        float[] drawn = new float[DIMENSIONS * count];
        for (int i = 0; i < count; i++) {
            int of = random.nextInt(POINTS);
            for (int k = 0; k < DIMENSIONS; k++) {
                drawn[DIMENSIONS * i + k] = (float) (points[DIMENSIONS * of + k] + DEVIATION * random.nextGaussian());
            }
        }
        return drawn;
    }

    /** The same as what a network can learn from. */
    DataSet data() {
        return new DataSet() {
            @Override
            public long[] shape() {
                return new long[] {DIMENSIONS};
            }

            @Override
            public List<String> labels() {
                return List.of(name);
            }

            @Override
            public Batch batch(long seed, long index, int count) {
                return new Batch(draw(Seeds.at(seed, index), count), new int[count]);
            }
        };
    }

    /** The energy distance of points to fresh ones of the plane's own. */
    double away(float[] from) {
        return EnergyDistance.unbiased(from, draw(Seeds.at(SEED, 0), COMPARED), DIMENSIONS);
    }

    /** The largest that {@link #away} is for as many points drawn from the plane itself, in several tries. */
    double chance(int count) {
        double most = 0;
        for (int i = 1; i <= FRESH; i++) {
            most = Math.max(most, Math.abs(away(draw(Seeds.at(SEED, i), count))));
        }
        return most;
    }

    /** How far a place is from the nearest Gaussian's middle of a part. */
    double toPart(int label, double x, double y) {
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < POINTS; i++) {
            if (labels[i] == label) {
                least = Math.min(least, Math.hypot(points[2 * i] - x, points[2 * i + 1] - y));
            }
        }
        return least;
    }

    /** The part that is nearest to a place. */
    int nearest(double x, double y) {
        return IntStream.range(0, parts().size())
                .boxed()
                .min(Comparator.comparingDouble(label -> toPart(label, x, y)))
                .orElseThrow();
    }

    /** The part that a clean point most likely comes from. */
    int likeliest(double x, double y) {
        double[] density = new double[parts().size()];
        for (int i = 0; i < POINTS; i++) {
            double away = Math.hypot(points[2 * i] - x, points[2 * i + 1] - y) / DEVIATION;
            density[labels[i]] += Math.exp(-away * away / 2);
        }
        return IntStream.range(0, density.length)
                .boxed()
                .max(Comparator.comparingDouble(label -> density[label]))
                .orElseThrow();
    }
}
