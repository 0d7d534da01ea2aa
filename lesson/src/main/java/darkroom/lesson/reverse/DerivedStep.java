package darkroom.lesson.reverse;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.exact.Oracle;
import darkroom.lesson.engine.Engine;
import darkroom.lesson.studio.Studio;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Query;
import darkroom.sample.Ddim;
import darkroom.sample.Ddpm;
import darkroom.sample.Sampler;
import darkroom.sample.Sampling;
import darkroom.sample.SamplingRun;
import darkroom.schedule.NoiseLevel;
import darkroom.schedule.Spacing;
import darkroom.schedule.Step;
import darkroom.schedule.TimeGrid;
import darkroom.schedule.Transition;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;

/**
 * One step back for a single number, derived: where the number before may lie by the clean one and by the noisy one, what
 * the product of the two curves is, and each form in which the step is written.
 */
final class DerivedStep {

    /** In how many steps the schedule may be cut here. */
    static final List<String> CUTS = List.of("5", "20", "80");

    private static final Ddpm DDPM = new Ddpm(Ddpm.Variance.POSTERIOR);

    /** A product is integrated over so many places, so many deviations around both curves. */
    private static final int PLACES = 20_001;

    private static final double FAR = 9;

    /** A bell curve. */
    record Bell(double mean, double deviation) {

        double density(double x) {
            double away = (x - mean) / deviation;
            return Math.exp(-away * away / 2) / (deviation * Math.sqrt(2 * Math.PI));
        }

        /** The distance between two of them (the 2-Wasserstein distance). */
        double distance(Bell other) {
            return Math.hypot(mean - other.mean, deviation - other.deviation);
        }

        private ObjectNode json() {
            return Json.object().put("mean", mean).put("deviation", deviation);
        }
    }

    private final int t;
    private final Step step;
    private final double clean;
    private final double noise;
    private final double noisy;
    private final Bell fromClean;
    private final Bell fromNoisy;

    private DerivedStep(int steps, int t, double clean, double noise) {
        this.t = t;
        this.clean = clean;
        this.noise = noise;
        TimeGrid grid = new Spacing.Trailing().grid(Studio.SCHEDULE, steps);
        step = grid.steps().get(steps - t);
        NoiseLevel from = step.from(), to = step.to();
        noisy = from.alpha() * clean + from.sigma() * noise;
        Transition forward = Transition.between(to, from);
        fromClean = new Bell(to.alpha() * clean, to.sigma());
        fromNoisy = new Bell(noisy / forward.kept(), forward.fresh() / forward.kept());
    }

    /** What a request asks for by {@code steps}, {@code t}, {@code clean} and {@code noise}. */
    static DerivedStep asked(Query query) {
        int steps = Integer.parseInt(query.oneOf("steps", "20", CUTS));
        return new DerivedStep(
                steps,
                (int) query.whole("t", steps / 2, 2, steps),
                query.number("clean", 0.9, -1, 1),
                query.number("noise", -1.3, -3, 3));
    }

    /** What is known of the number one step cleaner: by the clean number, and by the noisy one. */
    ObjectNode known() {
        ObjectNode json = Json.object()
                .put("t", t)
                .put("clean", clean)
                .put("noise", noise)
                .put("noisy", noisy);
        json.set("fromClean", fromClean.json());
        json.set("fromNoisy", fromNoisy.json());
        return json;
    }

    /** What follows. */
    ObjectNode derived(Engine engine) {
        Bell product = product(fromClean::density, fromNoisy::density);
        Ddpm.Terms terms = DDPM.terms(step);
        Ddpm.NoiseTerms inNoise = DDPM.noiseTerms(step);
        NoiseLevel from = step.from(), to = step.to();
        ObjectNode json = known();
        json.set("product", product.json());
        json.put("alphaBar", from.alphaBar())
                .put("alphaBarBefore", to.alphaBar())
                .put("alpha", inNoise.alpha())
                .put("beta", inNoise.beta())
                .put("ofX", terms.ofX())
                .put("ofX0", terms.ofX0())
                .put("ofFresh", terms.ofFresh())
                .put("mean", terms.ofX() * noisy + terms.ofX0() * clean)
                .put("meanOfNoise", (noisy - inNoise.ofEpsilon() * noise) / Math.sqrt(inNoise.alpha()))
                .put("ddim", engine.aside(() -> by(new Ddim(0))));
        ArrayNode away = json.putArray("distances");
        answers().forEach(answer -> away.add(answer.distance(product)));
        return json;
    }

    /** What the answers say that the product is, in the question's order. */
    private List<Bell> answers() {
        boolean clear = fromClean.deviation < fromNoisy.deviation;
        Bell narrow = clear ? fromClean : fromNoisy, wide = clear ? fromNoisy : fromClean;
        double precise = 1 / square(narrow.deviation), vague = 1 / square(wide.deviation);
        double all = precise + vague;
        return List.of(
                new Bell((narrow.mean + wide.mean) / 2, wide.deviation),
                new Bell((precise * narrow.mean + vague * wide.mean) / all, Math.sqrt(1 / all)),
                new Bell((vague * narrow.mean + precise * wide.mean) / all, (narrow.deviation + wide.deviation) / 2),
                narrow);
    }

    /** The mean and the deviation of the product of two densities, by adding it up place for place. */
    private Bell product(DoubleUnaryOperator one, DoubleUnaryOperator other) {
        double narrow = Math.min(fromClean.deviation, fromNoisy.deviation);
        double least = Math.min(fromClean.mean, fromNoisy.mean) - FAR * narrow;
        double most = Math.max(fromClean.mean, fromNoisy.mean) + FAR * narrow;
        double all = 0, first = 0, second = 0;
        for (int i = 0; i < PLACES; i++) {
            double x = least + (most - least) * i / (PLACES - 1);
            double density = one.applyAsDouble(x) * other.applyAsDouble(x);
            all += density;
            first += density * x;
            second += density * x * x;
        }
        double mean = first / all;
        return new Bell(mean, Math.sqrt(second / all - mean * mean));
    }

    /** What a sampler of the library makes of the step when it is told the clean number. */
    private double by(Sampler sampler) {
        return Scope.call(
                () -> {
                    try (Oracle oracle = new Oracle(Tensors.of(new double[] {clean}, 1, 1));
                            SamplingRun run = SamplingRun.from(
                                    new Sampling(oracle, sampler, new TimeGrid(List.of(step))),
                                    shape -> Tensors.of(new double[] {0}, 1, 1),
                                    Tensors.of(new double[] {noisy}, 1, 1))) {
                        run.advance();
                        return Tensors.doubles(run.x())[0];
                    }
                },
                kept -> Stream.empty());
    }

    private static double square(double value) {
        return value * value;
    }
}
