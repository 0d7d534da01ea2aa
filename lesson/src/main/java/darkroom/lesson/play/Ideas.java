package darkroom.lesson.play;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.data.Seeds;
import darkroom.guide.Condition;
import darkroom.lesson.engine.Engine;
import darkroom.lesson.measure.Samples;
import darkroom.lesson.measure.Spread;
import darkroom.lesson.studio.Frames;
import darkroom.lesson.studio.Pictures;
import darkroom.lesson.studio.RunRequest;
import darkroom.lesson.studio.Source;
import darkroom.lesson.studio.Studio;
import darkroom.lesson.web.BadRequest;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Query;
import darkroom.model.PictureClassifier;
import darkroom.objective.Objective;
import darkroom.sample.Estimate;
import darkroom.sample.Sampling;
import darkroom.sample.SamplingRun;
import darkroom.sample.SeededNoise;
import darkroom.schedule.NoiseLevel;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/** Questions to try in the playground, each with the experiment that answers it in a number. */
public final class Ideas {

    /** In how many steps a run is walked that is stopped at its half. */
    static final int STEPS = 20;

    /** How many runs are stopped there, of each kind. */
    static final int OF_EACH = 10;

    /** How many returns there are of a picture, and of how many steps. */
    static final int RETURNS = 16;

    static final int RETURN_STEPS = 50;

    /** How many noises start twice, and how many steps are made from them. */
    static final int TWICE = 4;

    static final int TWICE_STEPS = 25;

    /** How many pictures of a batch are shown. */
    static final int SHOWN = 5, TWICE_SHOWN = 3;

    /** How many fresh pictures of a kind say how far two of them are apart. */
    private static final int REAL = 20;

    private static final long FRESH = 4;

    private Ideas() {}

    private static RunRequest.Maker maker(Query query, Studio studio) {
        RunRequest.Maker maker = RunRequest.maker(query);
        if (maker == RunRequest.Maker.ORACLE) {
            throw new BadRequest("The oracle is told the answer; ask the exact denoiser or the learned model.");
        }
        if (maker == RunRequest.Maker.LEARNED) {
            studio.learned();
        }
        return maker;
    }

    /** Stops runs for all kinds half way and asks the classifier what it sees. */
    public static Supplier<Engine.Work> halfWay(Query query, Studio studio) {
        RunRequest.Maker maker = maker(query, studio);
        long seed = query.seed("seed", 1);
        PictureClassifier classifier = studio.classifier();
        Pictures.Choice any = Pictures.chosen(query.with(Map.of("pattern", Pictures.ANY)));
        return () -> {
            Source source = Source.of(maker, any, studio);
            int kinds = Pictures.LABELS.size();
            Condition each = Condition.labels(IntStream.range(0, kinds).toArray());
            Sampling sampling = source.usual()
                    .withSampler("ddim")
                    .withSteps(STEPS)
                    .sampling(source.denoiser(), source.schedule(), each);
            List<SamplingRun> runs = new ArrayList<>();
            for (int i = 0; i < OF_EACH; i++) {
                long at = Seeds.at(seed, i);
                runs.add(Scope.call(
                        () -> sampling.start(SeededNoise.of(at), kinds, 1, Pictures.SIZE, Pictures.SIZE),
                        kept -> Stream.empty()));
            }
            // The step after the half asks what the clean picture is at the half.
            return new IdeaRun(
                    source,
                    runs,
                    STEPS / 2 + 1,
                    begun(runs.get(0), SHOWN),
                    (json, done) -> halves(json, done, classifier));
        };
    }

    /** What a run begins with. */
    private static ObjectNode begun(SamplingRun run, int shown) {
        ObjectNode json = Json.object();
        Samples.put(json, "x", shown(run.x(), shown));
        return json;
    }

    private static List<float[]> shown(Tensor pictures, int shown) {
        return Samples.of(pictures).subList(0, shown);
    }

    private static void halves(ObjectNode json, List<SamplingRun> runs, PictureClassifier classifier) {
        int noisy = 0, clean = 0;
        for (SamplingRun run : runs) {
            Estimate half = run.past().get(0).estimate();
            noisy += right(classifier.classify(half.x()));
            clean += right(classifier.classify(half.x0()));
        }
        Estimate first = runs.get(0).past().get(0).estimate();
        json.put("of", OF_EACH * Pictures.LABELS.size())
                .put("noisy", noisy)
                .put("clean", clean)
                .put("kinds", Pictures.LABELS.size());
        Json.finite(json, "snr", first.level().snrDecibels());
        Samples.put(json, "x", shown(first.x(), SHOWN));
        Samples.put(json, "x0", shown(first.x0(), SHOWN));
        ArrayNode seen = json.putArray("seen");
        IntStream.of(classifier.classify(first.x()))
                .limit(SHOWN)
                .forEach(kind -> seen.add(classifier.labels().get(kind)));
    }

    /** How many rows, one of each kind, are taken for what they were to become. */
    private static int right(int[] seen) {
        return (int) IntStream.range(0, seen.length).filter(i -> seen[i] == i).count();
    }

    /** Drowns a picture to the end, several times, and lets DDPM bring it back. */
    public static Supplier<Engine.Work> inverse(Query query, Studio studio) {
        RunRequest.Maker maker = maker(query, studio);
        Pictures.Choice picture = Samples.kind(query);
        long seed = query.seed("seed", 1);
        return () -> {
            Source source = Source.of(maker, picture, studio);
            Sampling back = source.usual()
                    .withSampler("ddpm")
                    .withSteps(RETURN_STEPS)
                    .withGuidance(1)
                    .sampling(source.denoiser(), source.schedule(), source.condition());
            SamplingRun run = Scope.call(
                    () -> {
                        SeededNoise noise = Samples.noise(seed, 0, RETURNS);
                        Tensor fresh = noise.next(RETURNS, 1, Pictures.SIZE, Pictures.SIZE);
                        Tensor clean = Tensors.of(picture.pixels(), 1, 1, Pictures.SIZE, Pictures.SIZE)
                                .expand_as(fresh);
                        NoiseLevel end = back.grid().start();
                        return SamplingRun.from(back, noise, Objective.noisy(clean, fresh, end));
                    },
                    kept -> Stream.empty());
            ObjectNode begun = begun(run, SHOWN).put("x0", Json.pixels(picture.pixels()));
            return new IdeaRun(
                    source,
                    List.of(run),
                    RETURN_STEPS,
                    begun,
                    (json, done) -> returned(json, Samples.of(done.get(0).x()), picture, seed));
        };
    }

    private static void returned(ObjectNode json, List<float[]> returns, Pictures.Choice picture, long seed) {
        List<float[]> others = Samples.real(picture.kind(), Seeds.at(seed, FRESH), RETURNS);
        double[] off = new double[RETURNS], nearer = new double[RETURNS];
        for (int i = 0; i < RETURNS; i++) {
            off[i] = Frames.distance(returns.get(i), picture.pixels());
            nearer[i] = Frames.distance(returns.get(i), others.get(i)) - off[i];
        }
        double distance = Spread.mean(off);
        // Less far than this from the picture, and it is not by chance that they are nearer to it than to others of its
        // kind.
        double nearly = distance + Spread.mean(nearer) - Spread.chance(nearer);
        json.put("returns", RETURNS)
                .put("distance", distance)
                .put("nearer", Spread.mean(nearer))
                .put("same", Frames.SAME)
                .put("nearly", nearly)
                .put("between", Samples.spreadOfReal(picture.kind(), seed, REAL))
                .put("found", distance < Frames.SAME ? "same" : distance < nearly ? "nearly" : "another");
        Samples.put(json, "x", returns.subList(0, SHOWN));
        ArrayNode shown = json.putArray("off");
        Arrays.stream(off).limit(SHOWN).forEach(shown::add);
    }

    /** Starts from the same noise twice, with other fresh noise on the way, by DDIM and by DDPM. */
    public static Supplier<Engine.Work> twice(Query query, Studio studio) {
        RunRequest.Maker maker = maker(query, studio);
        Pictures.Choice picture = Samples.kind(query);
        long seed = query.seed("seed", 1);
        return () -> {
            Source source = Source.of(maker, picture, studio);
            List<SamplingRun> runs = new ArrayList<>();
            for (String sampler : List.of("ddim", "ddpm")) {
                Sampling sampling = source.usual()
                        .withSampler(sampler)
                        .withSteps(TWICE_STEPS)
                        .sampling(source.denoiser(), source.schedule(), source.condition());
                for (long onTheWay = 1; onTheWay <= 2; onTheWay++) {
                    long other = Seeds.at(seed, onTheWay);
                    runs.add(Scope.call(
                            () -> {
                                double norm = sampling.grid().start().norm();
                                Tensor start = SeededNoise.first(seed, TWICE, 1, Pictures.SIZE, Pictures.SIZE);
                                return SamplingRun.from(sampling, SeededNoise.of(other), Tensors.scaled(norm, start));
                            },
                            kept -> Stream.empty()));
                }
            }
            return new IdeaRun(
                    source,
                    runs,
                    TWICE_STEPS,
                    begun(runs.get(0), TWICE_SHOWN),
                    (json, done) -> repeated(json, done, Samples.spreadOfReal(picture.kind(), seed, REAL)));
        };
    }

    private static void repeated(ObjectNode json, List<SamplingRun> runs, double between) {
        List<List<float[]>> results =
                runs.stream().map(run -> Samples.of(run.x())).toList();
        double ddim = apart(results.get(0), results.get(1)), ddpm = apart(results.get(2), results.get(3));
        json.put("of", TWICE)
                .put("ddim", ddim)
                .put("ddpm", ddpm)
                .put("between", between)
                .put("ddimSame", ddim < Frames.SAME)
                .put("ddpmSame", ddpm < Frames.SAME);
        Samples.put(
                json,
                "x",
                IntStream.range(0, TWICE_SHOWN)
                        .boxed()
                        .flatMap(start -> results.stream().map(result -> result.get(start)))
                        .toList());
    }

    private static double apart(List<float[]> one, List<float[]> other) {
        return IntStream.range(0, one.size())
                .mapToDouble(i -> Frames.distance(one.get(i), other.get(i)))
                .average()
                .orElseThrow();
    }
}
