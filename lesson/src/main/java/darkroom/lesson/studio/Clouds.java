package darkroom.lesson.studio;

import static java.util.Objects.requireNonNull;

import darkroom.data.DataSet;
import darkroom.data.PointClouds;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The sets of points in the plane that the lesson shows, by name. */
public final class Clouds {

    /** The one that a lab begins with. */
    public static final String FIRST = "two-moons";

    private static final Map<String, DataSet> ALL = new TreeMap<>(Map.of(
            FIRST,
            PointClouds.twoMoons(PointClouds.NOISE),
            "swiss-roll",
            PointClouds.swissRoll(PointClouds.NOISE),
            "checkerboard",
            PointClouds.checkerboard(),
            "rings",
            PointClouds.rings(PointClouds.NOISE),
            "spiral",
            PointClouds.spiral(PointClouds.NOISE)));

    /** Their names. */
    public static final List<String> NAMES = List.copyOf(ALL.keySet());

    private Clouds() {}

    /** The set of one of the names. */
    public static DataSet named(String name) {
        return requireNonNull(ALL.get(name), name);
    }
}
