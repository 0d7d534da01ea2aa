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
 * without allocating from then on.
 *
 * <p>Weights that have changed since the last evaluation are read anew. Threads that share an evaluator wait for each other.
 */
public final class RecordedEvaluator implements Evaluator, AutoCloseable {

    /** How many plans an evaluator keeps. */
    static final int MOST_PLANS = 8;

    /** How much memory the plans of an evaluator take together, unless one alone takes more. */
    static final long MOST_BYTES = 1L << 30;

    private final Network network;
    private final Weights weights;
    private final Operations<Tensor> before;
    private final Plans plans;

    /**
     * Nothing recorded so far.
     *
     * @param weights of the network, which outlive the evaluator
     * @param before by which numbers such as timesteps become embeddings in front of the first recorded step; outlives the evaluator
     */
    public RecordedEvaluator(Network network, Weights weights, Operations<Tensor> before) {
        this(network, weights, before, new Plans(MOST_PLANS, MOST_BYTES));
    }

    RecordedEvaluator(Network network, Weights weights, Operations<Tensor> before, Plans plans) {
        this.network = network;
        this.weights = weights;
        this.before = before;
        this.plans = plans;
    }

    @Override
    public synchronized Tensor evaluate(Tensor x, Tensor timesteps, Conditioning<Tensor> told) {
        Asked asked = new Asked(x, timesteps, told);
        return Scope.keep(() -> plan(asked).run(asked, weights.version()).to(x.scalar_type()));
    }

    /**
     * How long each kind of step takes in an evaluation, in milliseconds.
     *
     * @param rounds how many evaluations are timed; the shortest time of each step counts
     */
    public synchronized Map<String, Double> profile(Tensor x, Tensor timesteps, Conditioning<Tensor> told, int rounds) {
        evaluate(x, timesteps, told);
        return plan(new Asked(x, timesteps, told)).profile(rounds);
    }

    Plan plan(Asked asked) {
        return plans.get(Shapes.of(asked, Threads.count()), this::record);
    }

    private Plan record(Shapes shapes) {
        Recorder recorder = new Recorder(weights, before);
        Node result =
                network.forward(recorder, shapes.sample(recorder), shapes.timesteps(recorder), shapes.told(recorder));
        return Plan.of(recorder, result, weights);
    }

    @Override
    public synchronized void close() {
        plans.close();
    }
}
