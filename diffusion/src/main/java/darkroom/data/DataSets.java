package darkroom.data;

import darkroom.settings.Registry;
import darkroom.settings.Setting;
import darkroom.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The data sets that recipes can name. */
public final class DataSets {

    /** All of them, by their names in recipes. */
    public static final Registry<DataDescription> ALL = new Registry<DataDescription>("data set", "name", null)
            .with("patterns", Drawn.class, "Drawings of ten kinds, made as they are needed: pictures with one channel.")
            .with(
                    "scenes",
                    Drawings.class,
                    "Coloured drawings of one or two things, made as they are needed, with captions.")
            .with("two_moons", TwoMoons.class, "Points on two half circles that reach into each other, in two classes.")
            .with("swiss_roll", SwissRoll.class, "Points on a spiral of a turn and a half.")
            .with("checkerboard", Checkerboard.class, "Points on the dark squares of a board of 4 by 4.")
            .with("rings", Rings.class, "Points on three circles around one centre.")
            .with("spiral", Spiral.class, "Points on two arms that wind around each other.")
            .with("letters", Letters.class, "Points on the strokes of letters.")
            .with("two_points", TwoPoints.class, "Numbers that are one of two, the smallest data set there is.")
            .with("points", Points.class, "Points of your own.")
            .with("folder", Folder.class, "Pictures from a folder; folders inside it are classes.")
            .with("idx", Idx.class, "Grey pictures from IDX files, the format of MNIST.")
            .with(
                    "noised",
                    WithNoise.class,
                    "Another data set at all levels of noise, with pure noise as one class more.");

    static final String NOISE_ABOUT = "the standard deviation of the noise on each coordinate";
    static final String NOISE = "0.04";
    static final String DEVIATIONS = "[0, 1]";
    static final String PIXELS = "[1, 1024]";

    private DataSets() {}

    record Drawn(
            @Setting(value = "width and height in pixels", range = "[8, 1024]")
            int size,

            @Setting(
                    value =
                            "how many drawings there are, drawn once from the recipe's seed; without it, every drawing is a new one",
                    range = "[1, 100000]")
            @Nullable
            Integer count)
            implements DataDescription {
        @Override
        public DataSet open(Path base) {
            return new Patterns(size, count);
        }
    }

    record Drawings(
            @Setting(value = "width and height in pixels", otherwise = "64", range = "[32, 512]")
            int size,

            @Setting(
                    value =
                            "whether there are also the pairs of colour and form that a text-to-image model is to draw unseen",
                    otherwise = "false")
            boolean heldOut,

            @Setting(value = "the share of pictures with two things, not one", otherwise = "0.5", range = "[0, 1]")
            double twoThings,

            @Setting(
                    value =
                            "the share of captions of two things that name the left or the upper one first; without it half, as it comes",
                    range = "[0, 1]")
            @Nullable
            Double forward)
            implements DataDescription {
        @Override
        public DataSet open(Path base) {
            return new Scenes(size, heldOut, twoThings, forward);
        }
    }

    record TwoMoons(
            @Setting(value = NOISE_ABOUT, otherwise = NOISE, range = DEVIATIONS)
            double noise) implements DataDescription {
        @Override
        public DataSet open(Path base) {
            return PointClouds.twoMoons(noise);
        }
    }

    record SwissRoll(
            @Setting(value = NOISE_ABOUT, otherwise = NOISE, range = DEVIATIONS)
            double noise) implements DataDescription {
        @Override
        public DataSet open(Path base) {
            return PointClouds.swissRoll(noise);
        }
    }

    record Checkerboard() implements DataDescription {
        @Override
        public DataSet open(Path base) {
            return PointClouds.checkerboard();
        }
    }

    record Rings(
            @Setting(value = NOISE_ABOUT, otherwise = NOISE, range = DEVIATIONS)
            double noise) implements DataDescription {
        @Override
        public DataSet open(Path base) {
            return PointClouds.rings(noise);
        }
    }

    record Spiral(
            @Setting(value = NOISE_ABOUT, otherwise = NOISE, range = DEVIATIONS)
            double noise) implements DataDescription {
        @Override
        public DataSet open(Path base) {
            return PointClouds.spiral(noise);
        }
    }

    record Letters(
            @Setting(value = "what is written: A to Z, digits and single spaces", otherwise = "\"DARK\"")
            String text,

            @Setting(value = NOISE_ABOUT, otherwise = "0.02", range = DEVIATIONS)
            double noise)
            implements DataDescription {
        public Letters {
            Lettering.of(text);
        }

        @Override
        public DataSet open(Path base) {
            return PointClouds.letters(text, noise);
        }
    }

    record TwoPoints(
            @Setting(value = "how often each is drawn, as two shares", otherwise = "[20, 80]", range = "[0, inf)")
            List<Double> weights)
            implements DataDescription {
        public TwoPoints {
            Settings.require(
                    weights.size() == 2 && weights.get(0) + weights.get(1) > 0,
                    "weights",
                    "weights must be two numbers, not both 0; they are " + weights + ".");
        }

        @Override
        public DataSet open(Path base) {
            return PointClouds.twoPoints(weights.get(0), weights.get(1));
        }
    }

    record Points(
            @Setting("a list of points, each a list of its coordinates")
            List<List<Double>> points,

            @Setting(value = NOISE_ABOUT, otherwise = "0", range = DEVIATIONS)
            double jitter)
            implements DataDescription {
        public Points {
            int dimensions = points.isEmpty() ? 0 : points.get(0).size();
            Settings.require(dimensions > 0, "points", "points must be at least one point with a coordinate.");
            for (List<Double> point : points) {
                Settings.require(
                        point.size() == dimensions,
                        "points",
                        "points must all have " + dimensions + " coordinates, as the first has, not " + point.size()
                                + ".");
            }
        }

        @Override
        public DataSet open(Path base) {
            return PointClouds.points(
                    points.stream()
                            .map(point -> point.stream()
                                    .mapToDouble(Double::doubleValue)
                                    .toArray())
                            .toList(),
                    jitter);
        }
    }

    record Folder(
            @Setting("the folder, from the recipe's own") String path,

            @Setting(value = "width and height that pictures are made, in pixels", range = PIXELS)
            int size,

            @Setting(value = "1 for grey, 3 for colours", otherwise = "3", range = "[1, 3]")
            int channels)
            implements DataDescription {
        public Folder {
            Settings.require(channels != 2, "channels", "channels must be 1 (grey) or 3 (colours), not 2.");
        }

        @Override
        public DataSet open(Path base) throws IOException {
            return ImageFolder.read(base.resolve(path), size, channels);
        }

        @Override
        public DataDescription withPaths(UnaryOperator<String> change) {
            return new Folder(change.apply(path), size, channels);
        }
    }

    /** Grey pictures from IDX files. */
    public record Idx(
            @Setting("the file with the pictures, gzipped or not, from the recipe's folder")
            String images,

            @Setting("the file with their labels; without it, all have one") @Nullable
            String labels,

            @Setting(
                    value = "width and height that pictures are made, in pixels; as they are when left out",
                    range = PIXELS)
            @Nullable
            Integer size,

            @Setting(value = "the names of the classes, in the order of their numbers", otherwise = "[]")
            List<String> classes)
            implements DataDescription {

        @Override
        public DataSet open(Path base) throws IOException {
            return IdxFiles.read(
                    base.resolve(images),
                    labels == null ? null : base.resolve(labels),
                    size == null ? OptionalInt.empty() : OptionalInt.of(size),
                    classes);
        }

        @Override
        public DataDescription withPaths(UnaryOperator<String> change) {
            return new Idx(change.apply(images), labels == null ? null : change.apply(labels), size, classes);
        }
    }

    record WithNoise(@Setting("the other data set") DataDescription of) implements DataDescription {
        public WithNoise {
            Settings.require(!(of instanceof WithNoise), "of.name", "of.name must be another data set than noised.");
        }

        @Override
        public DataSet open(Path base) throws IOException {
            return new Noised(of.open(base));
        }

        @Override
        public DataDescription clean() {
            return of;
        }

        @Override
        public DataDescription withPaths(UnaryOperator<String> change) {
            return new WithNoise(of.withPaths(change));
        }
    }
}
