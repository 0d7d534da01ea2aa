package darkroom.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Data sets as recipes name them: {@code {"name": "patterns", "size": 32}}.
 *
 * <ul>
 *   <li>{@code patterns}: {@code size}; see {@link Patterns}
 *   <li>{@code two_moons}, {@code swiss_roll}, {@code rings}, {@code spiral}: {@code noise} (0.04); {@code checkerboard};
 *       {@code letters}: {@code text} (DARK), {@code noise} (0.02); {@code two_points}: {@code weights} ([20, 80]); {@code
 *       points}: {@code points} ([[x, y], ...]), {@code jitter} (0); see {@link PointClouds}
 *   <li>{@code folder}: {@code path}, {@code size}, {@code channels} (3); see {@link ImageFolder}
 *   <li>{@code idx}: {@code images}, {@code labels} (none), {@code size} (as they are), {@code classes} (their numbers);
 *       see {@link IdxFiles}
 *   <li>{@code noised}: {@code of}, another data set; see {@link Noised}
 * </ul>
 */
public final class DataSets {

    /** Makes a data set of its options, paths from a base folder. */
    private interface Maker {
        DataSet make(Options options, Path base) throws IOException;
    }

    private record Kind(String name, List<String> options, Maker maker) {}

    private static final String NOISED = "noised";
    private static final String OF = "of";

    private static final List<Kind> KINDS = List.of(
            new Kind("patterns", List.of("size"), (options, base) -> new Patterns(options.wholeNumber("size"))),
            new Kind("two_moons", List.of("noise"), (options, base) -> PointClouds.twoMoons(noise(options))),
            new Kind("swiss_roll", List.of("noise"), (options, base) -> PointClouds.swissRoll(noise(options))),
            new Kind("checkerboard", List.of(), (options, base) -> PointClouds.checkerboard()),
            new Kind("rings", List.of("noise"), (options, base) -> PointClouds.rings(noise(options))),
            new Kind("spiral", List.of("noise"), (options, base) -> PointClouds.spiral(noise(options))),
            new Kind("letters", List.of("text", "noise"), (options, base) -> letters(options)),
            new Kind("two_points", List.of("weights"), (options, base) -> twoPoints(options)),
            new Kind(
                    "points",
                    List.of("points", "jitter"),
                    (options, base) -> PointClouds.points(options.lists("points"), options.number("jitter", 0))),
            new Kind("folder", List.of("path", "size", "channels"), DataSets::folder),
            new Kind("idx", List.of("images", "labels", "size", "classes"), DataSets::idx),
            new Kind(NOISED, List.of(OF), (options, base) -> new Noised(of(options.object(OF), base))));

    /** The options that name files, of the data sets that have such. */
    private static final Map<String, List<String>> PATHS =
            Map.of("folder", List.of("path"), "idx", List.of("images", "labels"));

    private DataSets() {}

    private static double noise(Options options) {
        return options.number("noise", PointClouds.NOISE);
    }

    private static DataSet letters(Options options) {
        return PointClouds.letters(
                options.optionalText("text").orElse("DARK"), options.number("noise", PointClouds.NOISE / 2));
    }

    private static DataSet twoPoints(Options options) {
        double[] weights = options.numbers("weights", 20, 80);
        if (weights.length != 2) {
            throw new IllegalArgumentException("Two points have two weights, not " + weights.length + ".");
        }
        return PointClouds.twoPoints(weights[0], weights[1]);
    }

    private static DataSet folder(Options options, Path base) throws IOException {
        Path path = base.resolve(options.text("path"));
        return ImageFolder.read(
                path,
                options.wholeNumber("size"),
                options.optionalWholeNumber("channels").orElse(3));
    }

    private static DataSet idx(Options options, Path base) throws IOException {
        Path images = base.resolve(options.text("images"));
        @Nullable
        Path labels = options.optionalText("labels").map(base::resolve).orElse(null);
        return IdxFiles.read(images, labels, options.optionalWholeNumber("size"), options.texts("classes"));
    }

    /** The names that are known. */
    public static List<String> names() {
        return KINDS.stream().map(Kind::name).toList();
    }

    /** A data set from a recipe, its paths taken from the working folder. */
    public static DataSet of(JsonNode data) throws IOException {
        return of(data, Path.of(""));
    }

    /**
     * A data set from a recipe.
     *
     * @param data its name and options
     * @param base the folder that relative paths start from
     * @throws IllegalArgumentException when the name, an option or a file is not as it should be; says how
     * @throws IOException when a file cannot be read
     */
    public static DataSet of(JsonNode data, Path base) throws IOException {
        String name = data.path("name").asText("");
        for (Kind kind : KINDS) {
            if (kind.name.equals(name)) {
                return kind.maker.make(new Options(name, data, kind.options), base);
            }
        }
        throw new IllegalArgumentException(
                "There is no data set '" + name + "'; there are " + String.join(", ", names()) + ".");
    }

    /** What a recipe's data are without the noise that {@code noised} mixes in: the data themselves where it does not. */
    public static JsonNode clean(JsonNode data) {
        return data.path("name").asText().equals(NOISED) ? data.path(OF) : data;
    }

    /**
     * A recipe's data with its paths made absolute, so that it means the same wherever the recipe is copied to.
     *
     * @param base the folder that relative paths start from
     */
    public static JsonNode located(JsonNode data, Path base) {
        if (data.has(OF) && data instanceof ObjectNode) {
            ObjectNode around = data.deepCopy();
            return around.set(OF, located(data.get(OF), base));
        }
        if (!PATHS.containsKey(data.path("name").asText()) || !(data instanceof ObjectNode)) {
            return data;
        }
        ObjectNode located = data.deepCopy();
        for (String option : PATHS.get(data.path("name").asText())) {
            JsonNode path = data.path(option);
            if (path.isTextual()) {
                located.put(
                        option,
                        base.resolve(path.asText()).toAbsolutePath().normalize().toString());
            }
        }
        return located;
    }
}
