package darkroom.lesson.journey;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.guide.Condition;
import darkroom.lesson.engine.Engine;
import darkroom.lesson.engine.TrainingBudget;
import darkroom.lesson.measure.HeldOut;
import darkroom.lesson.studio.Pictures;
import darkroom.lesson.studio.SmallNetwork;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Unavailable;
import darkroom.model.PictureClassifier;
import darkroom.sample.SamplingRun;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.torch.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A small network that learns patterns before the reader's eyes: updates of the library's trainer, and between them the
 * loss at each noise level and samples from one fixed noise. It can be paused, and its learning rate changed.
 */
final class LiveTraining implements Engine.Work {

    /** The longest that it keeps the engine in a turn, but for a piece that takes longer. */
    private static final long TURN = 60_000_000;

    /** After how many updates samples are drawn, for the row that grows; then at the end. */
    static final List<Integer> SAMPLED = List.of(0, 25, 50, 100, 150, 200, 300, 400, 600, 800, 1000, 1500, 2000);

    private static final int MEASURED_EVERY = 20;

    /** How many steps make a sample. */
    private static final int STEPS = 10;

    private final TrainingRequest request;
    private final Supplier<@Nullable PictureClassifier> classifier;
    private final String id;
    private final Runnable ending;
    private final List<Double> losses = new ArrayList<>();
    private final AtomicReference<@Nullable Double> asked = new AtomicReference<>();
    private boolean started;
    private volatile long pausedAt;
    private volatile boolean paused;
    private final SmallNetwork network;
    private final HeldOut heldOut;
    private @Nullable SamplingRun sampling;
    private @Nullable ObjectNode measuring;
    private int update;
    private int level;
    private double rate;
    private long nanoseconds;
    private long since;
    private boolean ended;

    /**
     * A training before its first update.
     *
     * @param classifier looks at its samples, if there is one
     * @param id by which it is steered
     * @param ending what to do when it ends
     */
    LiveTraining(
            TrainingRequest request, Supplier<@Nullable PictureClassifier> classifier, String id, Runnable ending) {
        this.request = request;
        this.classifier = classifier;
        this.id = id;
        this.ending = ending;
        rate = request.rate();
        network = SmallNetwork.ofPictures(request.target(), request.rate(), request.seed());
        heldOut = new HeldOut(network);
    }

    /** Has the learning rate be another one from the next update on. */
    void change(double other) {
        asked.set(other);
    }

    /** Stops it for a while, or lets it go on. */
    void pause(boolean now) {
        pausedAt = System.nanoTime();
        paused = now;
    }

    @Override
    public boolean ready() {
        return !paused || pausedTooLong();
    }

    private boolean pausedTooLong() {
        return System.nanoTime() - pausedAt > TrainingBudget.PAUSE.toNanos();
    }

    @Override
    public byte @Nullable [] next() {
        if (ended) {
            return null;
        }
        if (!started) {
            return start();
        }
        if (paused && pausedTooLong()) {
            throw new Unavailable("This training was paused for more than " + TrainingBudget.PAUSE.toMinutes()
                    + " minutes, so it was ended to let others train.");
        }
        if (System.nanoTime() - since > TrainingBudget.LONGEST.toNanos()) {
            return end("It took " + TrainingBudget.LONGEST.toMinutes() + " minutes, the longest that a training may.");
        }
        long until = System.nanoTime() + TURN;
        byte[] record;
        do {
            record = piece();
        } while (record == null && System.nanoTime() < until && !paused);
        return record == null ? updates() : record;
    }

    private byte[] start() {
        since = System.nanoTime();
        look();
        started = true;
        ObjectNode json = Json.object()
                .put("type", "start")
                .put("id", id)
                .put("updates", request.updates())
                .put("settled", TrainingRequest.SETTLED)
                .put("target", request.target())
                .put("seed", request.seed())
                .put("rate", request.rate())
                .put("batch", network.trainer().settings().batch())
                .put("parameters", network.parameters())
                .put("threads", Threads.count());
        HeldOut.tell(json.putArray("snr"));
        ArrayNode kinds = json.putArray("kinds");
        network.data().labels().forEach(kinds::add);
        return Json.line(json);
    }

    /** One piece of work, and what is to be told of it. */
    private byte @Nullable [] piece() {
        SamplingRun run = sampling;
        if (measuring != null) {
            return measure(measuring);
        }
        if (run != null) {
            run.advance();
            return run.done() ? samples(run) : null;
        }
        if (update == request.updates()) {
            return losses.isEmpty() ? end("") : updates();
        }
        Double other = asked.getAndSet(null);
        Double planned = request.changes().get(update);
        Double next = other == null ? planned : other;
        if (next != null && next != rate) {
            rate = next;
            return Json.line(
                    Json.object().put("type", "rate").put("update", update).put("rate", rate));
        }
        return learn();
    }

    private byte @Nullable [] learn() {
        long before = System.nanoTime();
        try {
            losses.add(network.trainer().advance(rate).loss());
        } catch (ArithmeticException e) {
            return end(String.valueOf(e.getMessage()));
        }
        nanoseconds += System.nanoTime() - before;
        update++;
        boolean look = look();
        return look ? updates() : null;
    }

    /** Begins to look at the network where it is time to. */
    private boolean look() {
        boolean last = update == request.updates();
        if (update % MEASURED_EVERY == 0 || last) {
            measuring = Json.object().put("type", "levels").put("update", update);
            measuring.putArray("losses");
            level = 0;
        }
        if (SAMPLED.contains(update) || last) {
            int kinds = network.data().labels().size();
            sampling = network.sampling(
                    STEPS,
                    Condition.labels(IntStream.range(0, kinds).toArray()),
                    request.seed(),
                    kinds,
                    1,
                    SmallNetwork.SIZE,
                    SmallNetwork.SIZE);
        }
        return measuring != null || sampling != null;
    }

    private byte @Nullable [] measure(ObjectNode json) {
        ((ArrayNode) json.path("losses")).add(heldOut.at(level++).loss());
        if (level < HeldOut.LEVELS.size()) {
            return null;
        }
        measuring = null;
        return Json.line(json);
    }

    private byte[] samples(SamplingRun run) {
        float[] x = Scope.call(() -> Tensors.floats(run.x()), kept -> Stream.empty());
        run.close();
        sampling = null;
        ObjectNode json =
                Json.object().put("type", "samples").put("update", update).put("x", Json.pixels(x));
        PictureClassifier looking = classifier.get();
        if (looking != null) {
            ArrayNode recognised = json.putArray("recognised");
            int[] taken = Pictures.classify(looking, x, SmallNetwork.SIZE);
            for (int kind = 0; kind < taken.length; kind++) {
                recognised.add(taken[kind] == kind);
            }
        }
        return Json.line(json);
    }

    /** The losses since the last record; an empty line, which nobody minds, if there were none. */
    private byte[] updates() {
        if (losses.isEmpty()) {
            return new byte[] {'\n'};
        }
        ObjectNode json = Json.object()
                .put("type", "updates")
                .put("update", update)
                .put("rate", rate)
                .put("seconds", nanoseconds / 1e9);
        ArrayNode each = json.putArray("losses");
        losses.forEach(each::add);
        losses.clear();
        return Json.line(json);
    }

    private byte[] end(String reason) {
        ended = true;
        return Json.line(Json.object()
                .put("type", "end")
                .put("update", update)
                .put("seconds", nanoseconds / 1e9)
                .put("reason", reason));
    }

    @Override
    public void close() {
        ending.run();
        if (sampling != null) {
            sampling.close();
        }
        network.close();
    }
}
