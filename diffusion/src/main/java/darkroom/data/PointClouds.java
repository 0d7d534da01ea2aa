package darkroom.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Points of shape [2] (two points: [1]), drawn independently, centred on the origin and inside [-1.5, 1.5] but for their
 * noise, whose standard deviation is given; y points up. A label tells which part of a set a point comes from.
 */
public final class PointClouds {

    /** The noise of a set that is not told another. */
    public static final double NOISE = 0.04;

    private static final double TURN = 2 * Math.PI;

    private PointClouds() {}

    /** Two interleaved half circles of radius 1: x within [-1.5, 1.5], y within [-0.75, 0.75]. */
    public static DataSet twoMoons(double noise) {
        PointCloud.Law law = (random, point) -> {
            int label = Keyed.below(random, 2);
            int side = label == 0 ? 1 : -1;
            double angle = Keyed.between(random, 0, Math.PI);
            point[0] = side * (Math.cos(angle) - 0.5);
            point[1] = side * (Math.sin(angle) - 0.25);
            return label;
        };
        return new PointCloud(2, List.of("upper", "lower"), law.blurred(noise));
    }

    /**
     * A spiral of a turn and a half, r = angle from 1.5 pi to 4.5 pi with equal chances for every angle; a tenth of the
     * usual size and moved to its mean: within [-1.2, 1.4].
     */
    public static DataSet swissRoll(double noise) {
        double least = 1.5 * Math.PI;
        double most = 4.5 * Math.PI;
        PointCloud.Law law = (random, point) -> {
            double angle = Keyed.between(random, least, most);
            point[0] = (angle * Math.cos(angle) - 2) / 10;
            point[1] = (angle * Math.sin(angle) - 2 / (3 * Math.PI)) / 10;
            return 0;
        };
        return new PointCloud(2, List.of("swiss-roll"), law.blurred(noise));
    }

    /** The dark squares of a board of 4 by 4 on [-1.5, 1.5], evenly filled; the lower left square is dark. */
    public static DataSet checkerboard() {
        double side = 0.75;
        PointCloud.Law law = (random, point) -> {
            int row = Keyed.below(random, 4);
            int column = 2 * Keyed.below(random, 2) + row % 2;
            point[0] = side * (column - 2 + random.nextDouble());
            point[1] = side * (row - 2 + random.nextDouble());
            return 0;
        };
        return new PointCloud(2, List.of("checkerboard"), law);
    }

    /** Three circles of radius 0.45, 0.9 and 1.35, all equally dense along their line. */
    public static DataSet rings(double noise) {
        PointCloud.Law law = (random, point) -> {
            int sixth = Keyed.below(random, 6);
            int label = sixth < 1 ? 0 : sixth < 3 ? 1 : 2;
            double angle = Keyed.between(random, 0, TURN);
            point[0] = 0.45 * (label + 1) * Math.cos(angle);
            point[1] = 0.45 * (label + 1) * Math.sin(angle);
            return label;
        };
        return new PointCloud(2, List.of("inner", "middle", "outer"), law.blurred(noise));
    }

    /** Two arms of a turn and a quarter, one the other turned by a half, from radius 0.1 to 1.4, denser inside. */
    public static DataSet spiral(double noise) {
        PointCloud.Law law = (random, point) -> {
            int label = Keyed.below(random, 2);
            double way = Math.pow(random.nextDouble(), 0.6);
            double angle = 1.25 * TURN * way + label * Math.PI;
            double radius = 0.1 + 1.3 * way;
            point[0] = radius * Math.cos(angle);
            point[1] = radius * Math.sin(angle);
            return label;
        };
        return new PointCloud(2, List.of("one", "other"), law.blurred(noise));
    }

    /**
     * A text, evenly filled along the strokes of its letters; one line for each word, reaching 1.4 from their mean on
     * the longer side. A point's label is its character.
     *
     * @param text letters from A to Z in any case, digits and single spaces, at most 24 characters
     */
    public static DataSet letters(String text, double noise) {
        return Lettering.of(text).cloud(noise);
    }

    /**
     * The two uneven points of the lesson, -1 and +1 in one dimension: of shape [1].
     *
     * @param low the weight of -1; only its ratio to the other matters
     * @param high the weight of +1
     */
    public static DataSet twoPoints(double low, double high) {
        double share = low / (low + high);
        if (!(low >= 0 && high >= 0 && share >= 0)) {
            throw new IllegalArgumentException("The weights of two points are not negative and not both 0: " + low
                    + " and " + high + " are no such.");
        }
        PointCloud.Law law = (random, point) -> {
            int label = random.nextDouble() < share ? 0 : 1;
            point[0] = 2 * label - 1;
            return label;
        };
        return new PointCloud(1, List.of("-1", "+1"), law);
    }

    /**
     * Given points, each as likely as any other, at their own scale and place.
     *
     * @param points all with the same number of finite coordinates
     * @param jitter the standard deviation of the noise on them, 0 to draw the points themselves
     */
    public static DataSet points(List<double[]> points, double jitter) {
        if (points.isEmpty() || points.get(0).length == 0) {
            throw new IllegalArgumentException("A set of points needs at least one point with a coordinate.");
        }
        int dimensions = points.get(0).length;
        List<double[]> own = new ArrayList<>();
        for (double[] point : points) {
            if (point.length != dimensions || !Arrays.stream(point).allMatch(Double::isFinite)) {
                throw new IllegalArgumentException("Point " + own.size() + " is " + Arrays.toString(point)
                        + "; all points need " + dimensions + " finite coordinates, as the first has.");
            }
            own.add(point.clone());
        }
        PointCloud.Law law = (random, point) -> {
            System.arraycopy(own.get(Keyed.below(random, own.size())), 0, point, 0, dimensions);
            return 0;
        };
        return new PointCloud(dimensions, List.of("points"), law.blurred(jitter));
    }
}
