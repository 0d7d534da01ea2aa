package darkroom.lesson.reverse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.data.Batch;
import darkroom.data.Examples;
import darkroom.lesson.measure.Spread;
import darkroom.lesson.studio.Frames;
import darkroom.lesson.studio.Pictures;
import darkroom.lesson.studio.Source;
import darkroom.lesson.studio.Studio;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Words;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Walks in a single step and in more; then what the single steps gave is held against what they might have been. */
final class JumpsRun extends Walks {

    /** In how many steps. */
    static final List<Integer> STEPS = List.of(1, 2, 5, 20, 80);

    /** Those that are shown before anybody has guessed what fewer give. */
    static final List<Integer> KNOWN = List.of(5, 20, 80);

    /** From how many noises. */
    static final int NOISES = 8;

    /** Distances have at least so many digits behind the point. */
    private static final int DIGITS = 2;

    private final Supplier<Batch> compared;
    private final int label;
    private final List<float[]> noises;

    JumpsRun(Source source, int label, long seed, Studio studio) {
        super(source, seed, NOISES, STEPS);
        this.label = label;
        Supplier<Batch> known = source.known();
        compared = known == null ? () -> studio.trouble().isEmpty() ? studio.seen() : Pictures.set() : known;
        noises = pictures(0);
    }

    @Override
    protected ObjectNode end() {
        Batch pictures = compared.get();
        int[] places = Examples.places(pictures, label);
        List<float[]> single = pictures(0);
        List<float[]> mean = List.of(Examples.mean(pictures, places));
        List<float[]> nearest = single.stream()
                .map(one -> Examples.at(
                        pictures, Examples.nearest(pictures, places, one).place()))
                .toList();
        ObjectNode json =
                Json.object().put("type", "end").put("of", places.length).put("noises", NOISES);
        List<Held> held = Stream.of(
                        hold(json, "mean", single, mean),
                        hold(json, "nearest", single, nearest),
                        hold(json, "finished", single, pictures(STEPS.size() - 1)),
                        hold(json, "noise", single, noises))
                .sorted(Comparator.comparingDouble(Held::average))
                .toList();
        return judged(json, held.get(0), held.get(1));
    }

    /** How far single steps are away from what they are held against, noise by noise. */
    private record Held(String name, double[] away) {
        double average() {
            return Spread.mean(away);
        }
    }

    /** Holds what the single steps gave against other pictures, noise by noise; against the same one where there is one. */
    private static Held hold(ObjectNode json, String name, List<float[]> single, List<float[]> others) {
        Held held = new Held(
                name,
                IntStream.range(0, NOISES)
                        .mapToDouble(i -> Frames.distance(single.get(i), others.get(i % others.size())))
                        .toArray());
        json.putObject(name)
                .put("distance", held.away[0])
                .put("average", held.average())
                .put("x", Json.pixels(others.get(0)));
        return held;
    }

    /** The nearest on average is found if the next is farther away by more than chance makes from noise to noise. */
    private static ObjectNode judged(ObjectNode json, Held first, Held second) {
        double[] behind = IntStream.range(0, NOISES)
                .mapToDouble(i -> second.away[i] - first.away[i])
                .toArray();
        return json.put("first", first.name)
                .put("second", second.name)
                .put("digits", Words.digits(first.average(), second.average(), DIGITS))
                .put("sure", Spread.mean(behind) > Spread.chance(behind));
    }
}
