package darkroom.lesson.play;

import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.data.Seeds;
import darkroom.guide.Condition;
import darkroom.lesson.engine.Engine;
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
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
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

    private static final int PAIRS = 100;
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

    private static Pictures.Choice kind(Query query) {
        Pictures.Choice picture = Pictures.chosen(query);
        if (picture.label() < 0) {
            throw new BadRequest("This is asked of a kind of pattern that a model can be asked for.");
        }
        return picture;
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
            return new IdeaRun(source, runs, STEPS / 2 + 1, (json, done) -> halves(json, done, classifier));
        };
    }

    private static void halves(ObjectNode json, List<SamplingRun> runs, PictureClassifier classifier) {
        int noisy = 0, clean = 0;
        for (SamplingRun run : runs) {
            Estimate half = run.past().get(0).estimate();
            noisy += right(classifier, half.x());
            clean += right(classifier, half.x0());
        }
        Estimate first = runs.get(0).past().get(0).estimate();
        json.put("of", OF_EACH * Pictures.LABELS.size())
                .put("noisy", noisy)
                .put("clean", clean)
                .put("kinds", Pictures.LABELS.size());
        Json.finite(json, "snr", first.level().snrDecibels());
        IdeaRun.show(json, "x", IdeaRun.rows(first.x()));
        IdeaRun.show(json, "x0", IdeaRun.rows(first.x0()));
    }

    /** How many rows, one of each kind, are taken for what they were to become. */
    private static int right(PictureClassifier classifier, Tensor pictures) {
        int[] seen = Scope.call(() -> classifier.classify(pictures), kept -> Stream.empty());
        return (int) IntStream.range(0, seen.length).filter(i -> seen[i] == i).count();
    }

    /** Drowns a picture to the end, several times, and lets DDPM bring it back. */
    public static Supplier<Engine.Work> inverse(Query query, Studio studio) {
        RunRequest.Maker maker = maker(query, studio);
        Pictures.Choice picture = kind(query);
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
                        SeededNoise noise = SeededNoise.each(LongStream.range(0, RETURNS)
                                .map(i -> Seeds.at(seed, i))
                                .toArray());
                        Tensor fresh = noise.next(RETURNS, 1, Pictures.SIZE, Pictures.SIZE);
                        Tensor clean = Tensors.of(picture.pixels(), 1, 1, Pictures.SIZE, Pictures.SIZE)
                                .expand_as(fresh);
                        NoiseLevel end = back.grid().start();
                        return SamplingRun.from(back, noise, Objective.noisy(clean, fresh, end));
                    },
                    kept -> Stream.empty());
            return new IdeaRun(source, List.of(run), RETURN_STEPS, (json, done) -> returned(json, done, picture, seed));
        };
    }

    private static void returned(ObjectNode json, List<SamplingRun> runs, Pictures.Choice picture, long seed) {
        List<float[]> returns = IdeaRun.rows(runs.get(0).x());
        double[] off = new double[RETURNS], nearer = new double[RETURNS];
        for (int i = 0; i < RETURNS; i++) {
            off[i] = Frames.distance(returns.get(i), picture.pixels());
            nearer[i] = Frames.distance(returns.get(i), fresh(picture, seed, i)) - off[i];
        }
        double between = IntStream.range(0, PAIRS)
                .mapToDouble(i -> Frames.distance(fresh(picture, seed, 2L * i), fresh(picture, seed, 2L * i + 1)))
                .average()
                .orElseThrow();
        boolean nearly = Spread.mean(nearer) > Spread.chance(nearer);
        json.put("returns", RETURNS)
                .put("distance", Spread.mean(off))
                .put("between", between)
                .put("nearer", Spread.mean(nearer))
                .put("found", Spread.mean(off) < Frames.SAME ? "same" : nearly ? "nearly" : "another");
        IdeaRun.show(json, "x0", List.of(picture.pixels()));
        IdeaRun.show(json, "x", returns.subList(0, 4));
    }

    private static float[] fresh(Pictures.Choice picture, long seed, long place) {
        return Pictures.of(picture.kind(), Seeds.at(Seeds.at(seed, FRESH), place));
    }

    /** Starts from the same noise twice, with other fresh noise on the way, by DDIM and by DDPM. */
    public static Supplier<Engine.Work> twice(Query query, Studio studio) {
        RunRequest.Maker maker = maker(query, studio);
        Pictures.Choice picture = kind(query);
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
            return new IdeaRun(source, runs, TWICE_STEPS, Ideas::repeated);
        };
    }

    private static void repeated(ObjectNode json, List<SamplingRun> runs) {
        List<List<float[]>> results =
                runs.stream().map(run -> IdeaRun.rows(run.x())).toList();
        double ddim = apart(results.get(0), results.get(1)), ddpm = apart(results.get(2), results.get(3));
        json.put("of", TWICE)
                .put("ddim", ddim)
                .put("ddpm", ddpm)
                .put("ddimSame", ddim < Frames.SAME)
                .put("ddpmSame", ddpm < Frames.SAME);
        IdeaRun.show(json, "x", results.stream().map(rows -> rows.get(0)).toList());
    }

    private static double apart(List<float[]> one, List<float[]> other) {
        return IntStream.range(0, one.size())
                .mapToDouble(i -> Frames.distance(one.get(i), other.get(i)))
                .average()
                .orElseThrow();
    }
}
