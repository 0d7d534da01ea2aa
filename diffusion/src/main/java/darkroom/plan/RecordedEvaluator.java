package darkroom.plan;

import darkroom.network.Conditioning;
import darkroom.network.Network;
import darkroom.network.Operations;
import darkroom.torch.Evaluator;
import darkroom.torch.Scope;
import darkroom.torch.Threads;
import darkroom.torch.Weights;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * A network whose pass is recorded once for each shape of what it is told, as oneDNN primitives in the type of its weights, and run
 * without allocating from then on. Of several rows each thread computes its share by itself, two at least unless they are large; a single row is divided
 * among all threads, which go through its steps side by side.
 *
 * <p>Weights that have changed since the last evaluation are read anew. Threads that share an evaluator wait for each other.
 */
public final class RecordedEvaluator implements Evaluator, AutoCloseable {

    /** How many recorded passes an evaluator keeps. */
    static final int MOST_PASSES = 8;

    /** How much memory the passes of an evaluator take together, beside the weights, unless one alone takes more. */
    static final long MOST_BYTES = 1L << 30;

    private final Network network;
    private final Weights weights;
    private final Operations<Tensor> before;
    private final PlanWeights inOrder;
    private final Passes passes;

    /**
     * Nothing recorded so far.
     *
     * @param weights of the network, which outlive the evaluator
     * @param before by which numbers such as timesteps become embeddings in front of the first recorded step; outlives the evaluator
     */
    public RecordedEvaluator(Network network, Weights weights, Operations<Tensor> before) {
        this(network, weights, before, new Passes(MOST_PASSES, MOST_BYTES));
    }

    RecordedEvaluator(Network network, Weights weights, Operations<Tensor> before, Passes passes) {
        this.network = network;
        this.weights = weights;
        this.before = before;
        this.inOrder = new PlanWeights(weights);
        this.passes = passes;
    }

    @Override
    public synchronized Tensor evaluate(Tensor x, Tensor timesteps, Conditioning<Tensor> told) {
        Asked asked = new Asked(x, timesteps, told);
        return Scope.keep(() -> {
            Pass pass = pass(asked);
            inOrder.update(weights.version());
            return pass.run(asked).to(x.scalar_type());
        });
    }

    /**
     * How long each kind of step takes in an evaluation, in milliseconds.
     *
     * @param rounds how many evaluations are timed; the shortest time of each step counts
     */
    public synchronized Map<String, Double> profile(Tensor x, Tensor timesteps, Conditioning<Tensor> told, int rounds) {
        evaluate(x, timesteps, told);
        return pass(new Asked(x, timesteps, told)).profile(rounds);
    }

    /** The most rows that a thread computes by itself in an evaluation; all rows where the threads share each step. */
    public synchronized long rowsOfOneThread(Tensor x, Tensor timesteps, Conditioning<Tensor> told) {
        return pass(new Asked(x, timesteps, told)).rowsOfOne();
    }

    /** The memory of the weights in the orders in which plans read them. */
    synchronized long weightBytes() {
        return inOrder.bytes();
    }

    Pass pass(Asked asked) {
        return passes.get(Shapes.of(asked, Threads.count()), shapes -> Pass.of(shapes, this::record));
    }

    Plan record(Shapes shapes) {
        Recorder recorder = new Recorder(weights, before);
        Node result =
                network.forward(recorder, shapes.sample(recorder), shapes.timesteps(recorder), shapes.told(recorder));
        return Plan.of(recorder, result, inOrder, shapes.threads());
    }

    @Override
    public synchronized void close() {
        passes.close();
        inOrder.close();
    }
}
