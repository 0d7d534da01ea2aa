package darkroom.lesson.reverse;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.guide.Condition;
import darkroom.lesson.engine.StagedWork;
import darkroom.lesson.measure.HeldOut;
import darkroom.lesson.studio.SmallNetwork;
import darkroom.lesson.web.Json;
import darkroom.sample.SamplingRun;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Three small networks trained equally, each on the plain error of its own output, one to say the noise, one the clean
 * picture, one v: then the error of the noise and of the clean picture that follow from each, by noise level, and samples
 * of each from one noise.
 */
public final class TargetsRun extends StagedWork {

    /** What they say. */
    public static final List<String> TARGETS = List.of("epsilon", "sample", "v_prediction");

    private static final int STEPS = 10;

    private final int updates;
    private final long seed;
    private final List<SmallNetwork> networks = new ArrayList<>();
    private final List<HeldOut> heldOut = new ArrayList<>();
    private int made;
    private int place;
    private int level;
    private ObjectNode errors = Json.object();
    private @Nullable SamplingRun sampling;

    public TargetsRun(int updates, long seed) {
        this.updates = updates;
        this.seed = seed;
        for (String target : TARGETS) {
            SmallNetwork network = SmallNetwork.ofPictures(target, SmallNetwork.RATE, seed);
            networks.add(network);
            heldOut.add(new HeldOut(network));
        }
    }

    @Override
    protected ObjectNode start() {
        ObjectNode json = Json.object()
                .put("type", "start")
                .put("updates", updates)
                .put("seed", seed)
                .put("rate", SmallNetwork.RATE)
                .put("parameters", networks.get(0).parameters());
        HeldOut.tell(json.putArray("snr"));
        return json;
    }

    @Override
    protected boolean more() {
        return place < TARGETS.size();
    }

    @Override
    protected @Nullable ObjectNode piece() {
        if (made < updates * TARGETS.size()) {
            return learn();
        }
        return level < HeldOut.LEVELS.size() ? measure() : sample();
    }

    /** One update of one of them: the three take turns. */
    private ObjectNode learn() {
        int which = made++ % TARGETS.size();
        double loss = networks.get(which).trainer().advance().loss();
        return Json.object()
                .put("type", "update")
                .put("target", TARGETS.get(which))
                .put("update", made / TARGETS.size())
                .put("loss", loss);
    }

    private @Nullable ObjectNode measure() {
        if (level == 0) {
            errors = Json.object().put("type", "errors").put("target", TARGETS.get(place));
            errors.putArray("x0");
            errors.putArray("noise");
        }
        HeldOut.Errors at = heldOut.get(place).at(level++);
        ((ArrayNode) errors.path("x0")).add(at.x0());
        ((ArrayNode) errors.path("noise")).add(at.noise());
        return level < HeldOut.LEVELS.size() ? null : errors;
    }

    private @Nullable ObjectNode sample() {
        SmallNetwork network = networks.get(place);
        int kinds = network.data().labels().size();
        SamplingRun run = sampling;
        if (run == null) {
            int[] labels = IntStream.range(0, kinds).toArray();
            run = network.sampling(
                    STEPS, Condition.labels(labels), seed, kinds, 1, SmallNetwork.SIZE, SmallNetwork.SIZE);
            sampling = run;
        }
        run.advance();
        if (!run.done()) {
            return null;
        }
        SamplingRun done = run;
        float[] x = Scope.call(() -> Tensors.floats(done.x()), kept -> Stream.empty());
        run.close();
        sampling = null;
        level = 0;
        return Json.object()
                .put("type", "samples")
                .put("target", TARGETS.get(place++))
                .put("x", Json.pixels(x));
    }

    @Override
    public void close() {
        if (sampling != null) {
            sampling.close();
        }
        networks.forEach(SmallNetwork::close);
    }
}
