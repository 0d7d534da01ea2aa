package darkroom.lesson.reverse;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.data.Batch;
import darkroom.data.Examples;
import darkroom.lesson.engine.Engine;
import darkroom.lesson.studio.Levels;
import darkroom.lesson.studio.Pictures;
import darkroom.lesson.studio.ReverseRun;
import darkroom.lesson.studio.RunRequest;
import darkroom.lesson.studio.Source;
import darkroom.lesson.studio.Studio;
import darkroom.lesson.web.BadRequest;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Query;
import darkroom.objective.Objective;
import darkroom.sample.Ddpm;
import darkroom.sample.Estimate;
import darkroom.sample.Noise;
import darkroom.sample.Sampling;
import darkroom.sample.SamplingRun;
import darkroom.sample.SeededNoise;
import darkroom.schedule.NoiseLevel;
import darkroom.schedule.Spacing;
import darkroom.schedule.Step;
import darkroom.schedule.TimeGrid;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * One step of DDPM, taken apart. The noisy picture is made from a known picture and known noise, so what the denoiser says
 * of it can be held against the truth.
 */
final class Microscope {

    /** In how many steps the schedule is walked. */
    static final int STEPS = 80;

    /** The pixel that is worked through in numbers: near the middle, off the axes of symmetry. */
    private static final int PIXEL = 12 * Pictures.SIZE + 13;

    private static final Ddpm DDPM = new Ddpm(Ddpm.Variance.POSTERIOR);
    private static final TimeGrid GRID = new Spacing.Trailing().grid(Studio.SCHEDULE, STEPS);

    private final RunRequest.Maker maker;
    private final Pictures.Choice chosen;
    private final Studio studio;
    private final float[] target;
    private final Step step;
    private final long seed;
    private final int t;

    private Microscope(RunRequest.Maker maker, Pictures.Choice chosen, Studio studio, int t, long seed) {
        this.maker = maker;
        this.chosen = chosen;
        this.studio = studio;
        this.t = t;
        this.seed = seed;
        target = maker == RunRequest.Maker.EXACT && chosen.label() >= 0 ? ofSet(chosen) : chosen.pixels();
        step = GRID.steps().get(STEPS - t);
    }

    /** What {@code maker}, {@code pattern}, {@code picture}, {@code noise} and {@code t} ask for. */
    static Microscope asked(Query query, Studio studio) {
        RunRequest.Maker maker = RunRequest.maker(query);
        Pictures.Choice chosen = Pictures.chosen(query);
        if (chosen.kind().equals(Pictures.ANY)) {
            throw new BadRequest("The microscope looks at a drawing, or at a kind of pattern that can be asked for.");
        }
        if (maker == RunRequest.Maker.LEARNED) {
            studio.learned();
        }
        return new Microscope(maker, chosen, studio, t(query), query.seed("noise", 1));
    }

    /** From which level a request's step leads on. */
    static int t(Query query) {
        return (int) query.whole("t", 50, 1, STEPS);
    }

    /** The step of one noise, taken apart. */
    ObjectNode look(String reader, Engine engine) {
        return engine.call(reader, () -> {
            try (Source source = source()) {
                return apart(source);
            }
        });
    }

    /** The step of several noises, measured. */
    OldAndFreshRun oldAndFresh() {
        return new OldAndFreshRun(source(), step, target, seed);
    }

    private Source source() {
        return Source.of(maker, chosen, studio);
    }

    /** How one step alone is made. */
    static Sampling sampling(Source source, Step step) {
        Sampling usual =
                source.usual().withGuidance(1).sampling(source.denoiser(), source.schedule(), source.condition());
        return new Sampling(
                usual.denoiser(),
                DDPM,
                new TimeGrid(List.of(step)),
                usual.condition(),
                usual.guidance(),
                usual.clipping());
    }

    /** The levels before each step, from t = 0 on. */
    static ObjectNode levels() {
        ObjectNode json = Json.object().put("steps", STEPS);
        ArrayNode decibels = json.putArray("snr");
        List<NoiseLevel> levels = ReverseRun.levels(GRID);
        for (int t = 0; t <= STEPS; t++) {
            Json.finite(decibels, levels.get(STEPS - t).snrDecibels());
        }
        return json;
    }

    /** The exact denoiser knows its set alone, so its target is one of that. */
    private static float[] ofSet(Pictures.Choice chosen) {
        Batch set = Pictures.set();
        int[] places = Examples.places(set, chosen.label());
        return Examples.at(set, places[(int) (chosen.seed() % places.length)]);
    }

    private ObjectNode apart(Source source) {
        ObjectNode json = Json.object().put("t", t).put("steps", STEPS);
        Scope.run(() -> {
            try (SeededNoise stream = SeededNoise.of(seed)) {
                apart(json, source, stream);
            }
        });
        return json;
    }

    private void apart(ObjectNode json, Source source, SeededNoise stream) {
        NoiseLevel from = step.from();
        Tensor clean = Tensors.of(target, 1, 1, Pictures.SIZE, Pictures.SIZE);
        Tensor noise = stream.next(1, 1, Pictures.SIZE, Pictures.SIZE);
        float[] fresh = Tensors.floats(stream.next(1, 1, Pictures.SIZE, Pictures.SIZE));
        Noise known = shape -> Tensors.of(fresh, shape);
        Tensor x = Objective.noisy(clean, noise, from);
        try (SamplingRun run = SamplingRun.from(sampling(source, step), known, x)) {
            run.advance();
            Estimate said = run.past().get(0).estimate();
            Ddpm.Terms terms = DDPM.terms(step);
            Ddpm.NoiseTerms inNoise = DDPM.noiseTerms(step);
            numbers(json, terms, inNoise);
            float[] epsilon = Tensors.floats(said.rederivedEpsilon()), x0 = Tensors.floats(said.x0());
            float[] truth = Tensors.floats(noise);
            Tensor mean = terms.mean(x, said.x0()), other = inNoise.mean(x, said.rederivedEpsilon());
            json.putObject("pixel")
                    .put("row", PIXEL / Pictures.SIZE + 1)
                    .put("column", PIXEL % Pictures.SIZE + 1)
                    .put("x", Tensors.floats(x)[PIXEL])
                    .put("x0", x0[PIXEL])
                    .put("epsilon", epsilon[PIXEL])
                    .put("mean", Tensors.floats(mean)[PIXEL])
                    .put("meanOfNoise", Tensors.floats(other)[PIXEL]);
            json.put("noiseError", Examples.distance(epsilon, truth)).put("cleanError", Examples.distance(x0, target));
            json.putObject("pictures")
                    .put("target", Json.pixels(target))
                    .put("noise", Json.pixels(truth))
                    .put("x", Json.pixels(Tensors.floats(x)))
                    .put("epsilon", Json.pixels(epsilon))
                    .put("x0", Json.pixels(x0))
                    .put("mean", Json.pixels(Tensors.floats(mean)))
                    .put("fresh", Json.pixels(fresh))
                    .put("next", Json.pixels(Tensors.floats(run.x())));
        }
    }

    private void numbers(ObjectNode json, Ddpm.Terms terms, Ddpm.NoiseTerms inNoise) {
        NoiseLevel from = step.from(), to = step.to();
        json.put("signalWeight", from.alpha()).put("noiseWeight", from.sigma());
        Json.finite(json, "snr", from.snrDecibels());
        json.put("tOfSchedule", Levels.time(Studio.SCHEDULE, from))
                .put("nextTOfSchedule", Levels.time(Studio.SCHEDULE, to));
        json.put("alpha", inNoise.alpha()).put("beta", inNoise.beta()).put("ofEpsilon", inNoise.ofEpsilon());
        json.put("ofX", terms.ofX()).put("ofX0", terms.ofX0()).put("ofFresh", terms.ofFresh());
    }
}
