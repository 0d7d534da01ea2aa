package darkroom.lesson.studio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.data.Batch;
import darkroom.data.Examples;
import darkroom.data.IdxFiles;
import darkroom.lesson.web.Unavailable;
import darkroom.model.Model;
import darkroom.model.ModelFolder;
import darkroom.model.PictureClassifier;
import darkroom.schedule.DiscreteSchedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Real pictures beside the drawn patterns: garments of Fashion-MNIST, a few of each kind, and the model that learned from
 * all of its training set. The lesson does without them where they are missing.
 */
public final class Garments {

    /** The model's folder, which holds the pictures too. */
    public static final String MODEL = "garments";

    /** What recognises them. */
    public static final String CLASSIFIER = "garments-classifier";

    /** The kinds, by label. */
    public static final List<String> LABELS = List.of(
            "t-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle-boot");

    /** A picture of any kind of garment; its seed chooses one. */
    static final String ANY = "any-garment";

    /** How many pictures the training set of Fashion-MNIST has; the model learned from all of them. */
    static final int LEARNED_FROM = 60_000;

    private final ModelFolder making;
    private final ModelFolder looking;
    private final Path images;
    private final Path labels;
    private final OnDemand<Model> model;
    private final OnDemand<PictureClassifier> classifier;
    private @Nullable Batch examples;

    Garments(Path models) {
        making = new ModelFolder(models.resolve(MODEL));
        looking = new ModelFolder(models.resolve(CLASSIFIER));
        model = OnDemand.model(making, Garments::draws, "does not draw the lesson's garments");
        classifier = new OnDemand<>(looking, looking::readClassifier, PictureClassifier::close);
        images = making.path().resolve("examples/images-idx3-ubyte.gz");
        labels = making.path().resolve("examples/labels-idx1-ubyte.gz");
    }

    /** Whether this installation has them. */
    public boolean there() {
        return making.exists() && Files.isRegularFile(images) && Files.isRegularFile(labels);
    }

    /** Whether a picture is of them. */
    public static boolean has(Pictures.Choice picture) {
        return LABELS.contains(picture.kind()) || picture.kind().equals(ANY);
    }

    /** The pictures: the first of each kind in the training set. */
    synchronized Batch examples() {
        Batch known = examples;
        if (known == null) {
            try {
                known = IdxFiles.read(images, labels, OptionalInt.of(Pictures.SIZE), LABELS)
                        .all();
            } catch (IOException | IllegalArgumentException e) {
                throw new Unavailable("The pictures of garments cannot be read: " + e.getMessage());
            }
            examples = known;
        }
        return known;
    }

    /** The picture of a kind that a seed chooses. */
    public Pictures.Choice chosen(String kind, long seed) {
        int label = LABELS.indexOf(kind);
        int[] places = Examples.places(examples(), label);
        return new Pictures.Choice(kind, seed, label, Examples.at(examples(), places[(int) (seed % places.length)]));
    }

    /** The model; to be called and used on the engine's thread, where it is loaded when it is first asked for. */
    Model model() {
        return model.get();
    }

    private static boolean draws(Model model) {
        DiscreteSchedule schedule = model.objective().schedule();
        return model.labels().equals(LABELS)
                && schedule.timesteps() == Studio.SCHEDULE.timesteps()
                && schedule.name().equals(Studio.SCHEDULE.name());
    }

    /** What recognises them, null where it is missing; as {@link #model()}. */
    @Nullable
    PictureClassifier classifier() {
        return looking.exists() ? classifier.get() : null;
    }

    /** What the page says about the model; null where there is none. */
    @Nullable
    ObjectNode describe() {
        if (!there()) {
            return null;
        }
        try {
            int pictures = examples().labels().length;
            return Studio.described(making.recipe())
                    .put("pictures", pictures)
                    .put("ofEach", pictures / LABELS.size())
                    .put("learnedFrom", LEARNED_FROM);
        } catch (IOException | IllegalArgumentException | Unavailable e) {
            return null;
        }
    }

    /** Another picture of a kind, or of any, than one that was chosen; a number chooses it. */
    public float[] other(Pictures.Choice than, long number) {
        int[] places = Examples.places(examples(), than.label());
        int at = (int) Math.floorMod(number, (long) places.length);
        float[] picture = Examples.at(examples(), places[at]);
        return Arrays.equals(picture, than.pixels())
                ? Examples.at(examples(), places[(at + 1) % places.length])
                : picture;
    }

    /** The pictures of the kind of one. */
    public List<float[]> all(Pictures.Choice of) {
        return Arrays.stream(Examples.places(examples(), of.label()))
                .mapToObj(place -> Examples.at(examples(), place))
                .toList();
    }

    /** The mean distance of two pictures of a kind, over all pairs. */
    public double apart(Pictures.Choice of) {
        return Examples.spread(all(of));
    }

    /** Frees what was loaded, on the engine's thread. */
    void close() {
        model.close();
        classifier.close();
    }
}
