package darkroom.lesson.journey;

import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.lesson.engine.Engine;
import darkroom.lesson.engine.SampledWork;
import darkroom.lesson.studio.SmallNetwork;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Query;
import darkroom.sample.Ddpm;
import darkroom.sample.Row;
import darkroom.sample.Sampling;
import darkroom.sample.SamplingRun;
import darkroom.sample.SeededNoise;
import darkroom.schedule.DiscreteSchedule;
import darkroom.schedule.NoiseLevel;
import darkroom.schedule.Spacing;
import darkroom.schedule.Step;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.train.DenoisingTask;
import darkroom.train.Draw;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Algorithms 1 and 2 of DDPM (Ho et al. 2020), line by line: a small network learns from one example after the other; then some of its
 * updates are told in full, with what each does to the error on its own example and on others; and at last it draws, in all T steps.
 */
final class LinesRun extends SampledWork {

    /** After how many updates one looks closely. */
    static final List<String> PRACTISED = List.of("0", "100", "1000");

    /** So many updates are told in full. */
    static final int TOLD = 12;

    /** So many other examples, which it never learns from, say what else an update does. */
    static final int OTHERS = 100;

    private static final double RATE = 0.001;
    private static final long OTHER_SEED = 424_242;

    /** Every so many steps of the way back are told. */
    private static final int TOLD_EVERY = 20;

    private static final Ddpm BACK = new Ddpm(Ddpm.Variance.POSTERIOR);

    private final int practised;
    private final long seed;
    private final SmallNetwork network;
    private final DenoisingTask task;
    private final Draw others;
    private int update;
    private double[] errors = {};
    private int ownFell;
    private int othersFell;
    private @Nullable SamplingRun drawing;

    private LinesRun(int practised, long seed) {
        this.practised = practised;
        this.seed = seed;
        network = SmallNetwork.ofExamples(RATE, seed);
        task = (DenoisingTask) network.trainer().task();
        others = Scope.own(() -> task.draw(OTHER_SEED, 0, OTHERS), draw -> Stream.of(draw.x0(), draw.noise()));
    }

    /** What is known before a guess: how the run begins. It takes no place among the trainings. */
    static ObjectNode known(Query query, Engine engine) {
        Supplier<Engine.Work> asked = asked(query);
        return engine.aside(() -> {
            try (LinesRun run = (LinesRun) asked.get()) {
                return run.start();
            }
        });
    }

    /** By {@code practised}, the updates before one looks, and {@code seed}, of weights, examples and noise. */
    static Supplier<Engine.Work> asked(Query query) {
        int practised = Integer.parseInt(query.oneOf("practised", "100", PRACTISED));
        long seed = query.seed("seed", 1);
        return () -> new LinesRun(practised, seed);
    }

    /** The first example to be told, before the network sees it. */
    @Override
    protected ObjectNode start() {
        ObjectNode json = Json.object()
                .put("type", "start")
                .put("updates", practised)
                .put("told", TOLD)
                .put("others", OTHERS)
                .put("parameters", network.parameters())
                .put("rate", RATE)
                .put("timesteps", schedule().timesteps())
                .put("walk", schedule().timesteps() / TOLD_EVERY + 1);
        json.set("example", example(practised));
        return json;
    }

    private DiscreteSchedule schedule() {
        return network.average().objective().schedule();
    }

    /** What the update of a number learns from. */
    private Draw drawn(int number) {
        return task.draw(seed, number, 1);
    }

    private ObjectNode example(int number) {
        return Scope.call(
                () -> {
                    Draw drawn = drawn(number);
                    Row row = drawn.rows().get(0);
                    NoiseLevel level = row.level();
                    return Json.object()
                            .put("number", number + 1)
                            .put("t", (int) row.timestep() + 1)
                            .put("signalWeight", level.alpha())
                            .put("noiseWeight", level.sigma())
                            .put("x0", Json.pixels(Tensors.floats(drawn.x0())))
                            .put("epsilon", Json.pixels(Tensors.floats(drawn.noise())))
                            .put("x", Json.pixels(Tensors.floats(drawn.noisy())));
                },
                kept -> Stream.empty());
    }

    @Override
    protected boolean more() {
        SamplingRun run = drawing;
        return run == null || !run.done();
    }

    @Override
    protected @Nullable SamplingRun advancing() {
        return drawing;
    }

    @Override
    protected ObjectNode otherwise() {
        if (update == practised + TOLD) {
            SamplingRun run = begun();
            drawing = run;
            return walked(run);
        }
        if (update >= practised) {
            return tell();
        }
        update += network.learn(practised - update);
        return Json.object().put("type", "updates").put("update", update);
    }

    /** One update, with the errors before and after it. */
    private ObjectNode tell() {
        ObjectNode json = example(update);
        double[] before = errors.length == 0 ? errors(others, null) : errors;
        float[] said = new float[SmallNetwork.SIZE * SmallNetwork.SIZE];
        double own = own(update, said);
        network.trainer().advance();
        double then = own(update, null);
        errors = errors(others, null);
        double[] now = errors;
        int fell =
                (int) IntStream.range(0, OTHERS).filter(i -> now[i] < before[i]).count();
        ownFell += then < own ? 1 : 0;
        othersFell += fell;
        update++;
        return json.put("type", "example")
                .put("predicted", Json.pixels(said))
                .put("error", own)
                .put("after", then)
                .put("fell", fell);
    }

    /** The squared error on the example of an update; what the network says of it is put where asked. */
    private double own(int number, float @Nullable [] said) {
        return Scope.call(() -> errors(drawn(number), said)[0], kept -> Stream.empty());
    }

    /** The squared error on each example, a mean over its pixels. */
    private double[] errors(Draw of, float @Nullable [] said) {
        return Scope.call(
                () -> {
                    float[] output = Tensors.floats(network.average().denoiser().output(of.noisy(), of.rows()));
                    if (said != null) {
                        System.arraycopy(output, 0, said, 0, said.length);
                    }
                    return squared(output, Tensors.floats(of.noise()), of.rows().size());
                },
                kept -> Stream.empty());
    }

    /** The mean squared difference of each row. */
    private static double[] squared(float[] said, float[] noise, int rows) {
        double[] errors = new double[rows];
        int length = noise.length / rows;
        for (int i = 0; i < noise.length; i++) {
            double off = noise[i] - said[i];
            errors[i / length] += off * off / length;
        }
        return errors;
    }

    private SamplingRun begun() {
        Sampling sampling = new Sampling(
                network.average().denoiser(),
                BACK,
                new Spacing.Trailing().grid(schedule(), schedule().timesteps()));
        return Scope.call(
                () -> sampling.start(SeededNoise.of(seed), 1, 1, SmallNetwork.SIZE, SmallNetwork.SIZE),
                kept -> Stream.empty());
    }

    @Override
    protected @Nullable ObjectNode advanced(long nanoseconds) {
        SamplingRun run = drawing;
        return run != null && (run.index() % TOLD_EVERY == 0 || run.done()) ? walked(run) : null;
    }

    /** Where the way back stands, and what its next step multiplies by. */
    private static ObjectNode walked(SamplingRun run) {
        float[] x = Scope.call(() -> Tensors.floats(run.x()), kept -> Stream.empty());
        int left = run.grid().size() - run.index();
        ObjectNode json = Json.object().put("type", "walk").put("t", left).put("x", Json.pixels(x));
        if (left > 0) {
            Step step = run.grid().steps().get(run.index());
            Ddpm.NoiseTerms terms = BACK.noiseTerms(step);
            json.put("alpha", terms.alpha()).put("ofEpsilon", terms.ofEpsilon()).put("ofFresh", terms.ofFresh());
        }
        return json;
    }

    @Override
    protected ObjectNode end() {
        return Json.object()
                .put("type", "end")
                .put("updates", practised)
                .put("told", TOLD)
                .put("others", OTHERS)
                .put("own", ownFell)
                .put("share", othersFell / (double) (TOLD * OTHERS));
    }

    @Override
    public void close() {
        SamplingRun run = drawing;
        if (run != null) {
            run.close();
        }
        others.x0().close();
        others.noise().close();
        network.close();
    }
}
