package darkroom.lesson.reverse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.data.Batch;
import darkroom.data.Examples;
import darkroom.lesson.engine.SampledWork;
import darkroom.lesson.measure.Samples;
import darkroom.lesson.measure.Spread;
import darkroom.lesson.studio.Frames;
import darkroom.lesson.studio.LaneBatch;
import darkroom.lesson.studio.Pictures;
import darkroom.lesson.studio.RunRequest;
import darkroom.lesson.studio.Source;
import darkroom.lesson.studio.Studio;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Words;
import darkroom.sample.SamplingRun;
import darkroom.sample.SamplingSettings;
import darkroom.sample.SeededNoise;
import darkroom.torch.Scope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * From noise to a clean picture by DDIM without fresh noise, once in a single step and again in more, from several noises
 * at once of which the first is shown; then what the single steps gave is held against what they might have been.
 */
public final class JumpsRun extends SampledWork {

    /** In how many steps. */
    static final List<Integer> STEPS = List.of(1, 2, 5, 20, 80);

    /** From how many noises. */
    static final int NOISES = 8;

    /** With the scale 1 the answer is the denoiser's own: more would push it beyond what it takes the mean to be. */
    private static final double GUIDANCE = 1;

    /** Distances have at least so many digits behind the point. */
    private static final int DIGITS = 2;

    private final Source source;
    private final Supplier<Batch> compared;
    private final int label;
    private final List<SamplingRun> runs = new ArrayList<>();
    private final List<float[]> noises;
    private int at;

    public JumpsRun(RunRequest.Maker maker, Pictures.Choice picture, long seed, Studio studio) {
        label = picture.label();
        source = Source.of(maker, picture, studio);
        Supplier<Batch> known = source.known();
        compared = known == null ? () -> studio.trouble().isEmpty() ? studio.seen() : Pictures.set() : known;
        long[] seeds = LaneBatch.shownFirst(seed, NOISES);
        for (int steps : STEPS) {
            SamplingSettings settings =
                    source.usual().withSampler("ddim").withSteps(steps).withGuidance(GUIDANCE);
            runs.add(Scope.call(
                    () -> settings.sampling(source.denoiser(), source.schedule(), source.condition())
                            .start(SeededNoise.each(seeds), NOISES, 1, Pictures.SIZE, Pictures.SIZE),
                    kept -> Stream.empty()));
        }
        noises = Samples.of(runs.get(0).x());
    }

    @Override
    protected boolean more() {
        return at < runs.size();
    }

    @Override
    protected SamplingRun advancing() {
        return runs.get(at);
    }

    @Override
    protected ObjectNode advanced(long nanoseconds) {
        SamplingRun run = runs.get(at);
        if (!run.done()) {
            return Json.object().put("type", "step").put("index", run.index()).put("steps", STEPS.get(at));
        }
        return Json.object()
                .put("type", "picture")
                .put("steps", STEPS.get(at++))
                .put("evaluations", run.evaluations())
                .put("x", Json.pixels(Samples.of(run.x()).get(0)));
    }

    @Override
    protected ObjectNode end() {
        Batch pictures = compared.get();
        int[] places = Examples.places(pictures, label);
        List<float[]> single = Samples.of(runs.get(0).x());
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
                        hold(
                                json,
                                "finished",
                                single,
                                Samples.of(runs.get(at - 1).x())),
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

    @Override
    public void close() {
        runs.forEach(SamplingRun::close);
        source.close();
    }
}
