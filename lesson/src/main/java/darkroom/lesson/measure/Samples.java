package darkroom.lesson.measure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.data.Examples;
import darkroom.data.Seeds;
import darkroom.lesson.studio.Garments;
import darkroom.lesson.studio.Pictures;
import darkroom.lesson.web.BadRequest;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Query;
import darkroom.model.PictureClassifier;
import darkroom.sample.SamplingRun;
import darkroom.sample.SeededNoise;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/** Several pictures that were made at once: their noise, their pixels, and what they have in common. */
public final class Samples {

    /** Fresh pictures have seeds of their own, away from the noises'. */
    private static final long FRESH = 3;

    private Samples() {}

    /** A noise of its own for each sample, so that none depends on how many are made at once. */
    public static SeededNoise noise(long seed, int from, int count) {
        return SeededNoise.each(
                LongStream.range(from, from + count).map(i -> Seeds.at(seed, i)).toArray());
    }

    /** The numbers from N(0, 1) that a seed begins with. */
    public static float[] noise(long seed, int count) {
        return Scope.call(() -> Tensors.floats(SeededNoise.first(seed, count)), kept -> Stream.empty());
    }

    /** The pixels of each of [B, 1, side, side]. */
    public static List<float[]> of(Tensor batch) {
        float[] all = Scope.call(() -> Tensors.floats(batch), kept -> Stream.empty());
        int pixels = all.length / (int) batch.size(0);
        return Stream.iterate(0, i -> i < all.length, i -> i + pixels)
                .map(i -> Arrays.copyOfRange(all, i, i + pixels))
                .toList();
    }

    public static void put(ObjectNode json, String name, List<float[]> samples) {
        ArrayNode pictures = json.putArray(name);
        samples.forEach(sample -> pictures.add(Json.pixels(sample)));
    }

    /** How likely the classifier holds each of [B, 1, 32, 32] for each kind. */
    public static float[][] seen(PictureClassifier classifier, Tensor batch) {
        return Scope.call(() -> classifier.probabilities(batch), kept -> Stream.empty());
    }

    /** The place of a row's largest number. */
    public static int likeliest(float[] row) {
        int best = 0;
        for (int i = 1; i < row.length; i++) {
            best = row[i] > row[best] ? i : best;
        }
        return best;
    }

    /** A record of how far the pictures of a run have come. */
    public static ObjectNode record(String type, SamplingRun run) {
        ObjectNode json = Json.object()
                .put("type", type)
                .put("index", run.index())
                .put("steps", run.grid().size());
        put(json, "x", of(run.x()));
        return json;
    }

    /** So many fresh pictures of a kind. */
    public static List<float[]> real(String kind, long seed, int count) {
        return LongStream.range(0, count)
                .mapToObj(i -> Pictures.of(kind, Math.floorMod(Seeds.at(Seeds.at(seed, FRESH), i), Query.LARGEST_SEED)))
                .toList();
    }

    /** How different so many fresh pictures of a kind are from each other. */
    public static double spreadOfReal(String kind, long seed, int count) {
        return Examples.spread(real(kind, seed, count));
    }

    /** A kind that can be asked for. */
    public static Pictures.Choice kind(Query query) {
        Pictures.Choice picture = Pictures.chosen(query);
        if (picture.label() < 0) {
            throw new BadRequest("Choose one of the kinds of pattern: " + String.join(", ", Pictures.LABELS) + ".");
        }
        return picture;
    }

    /** The same, or a kind of garment where the lesson has them. */
    public static Pictures.Choice kind(Query query, Garments garments) {
        Pictures.Choice picture = Pictures.chosen(query, garments);
        return Garments.LABELS.contains(picture.kind()) ? picture : kind(query);
    }
}
