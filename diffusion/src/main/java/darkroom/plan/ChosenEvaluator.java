package darkroom.plan;

import darkroom.network.Conditioning;
import darkroom.network.Network;
import darkroom.torch.Evaluator;
import darkroom.torch.TorchEvaluator;
import darkroom.torch.TorchOperations;
import darkroom.torch.Weights;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A network that is computed by the engine that is asked for. {@link Engine#AUTO} takes recorded steps where they load, can do all
 * that the network asks for, and are faster here; else libtorch computes the whole network, and a line in the log says why.
 */
public final class ChosenEvaluator implements Evaluator, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(ChosenEvaluator.class.getName());

    private final TorchEvaluator atOnce;
    private final RecordedEvaluator recorded;
    private final torch.ScalarType precision;
    private volatile Engine asked;
    private volatile Engine ran = Engine.LIBTORCH;
    private volatile boolean refused;

    /**
     * A network.
     *
     * @param weights of the network, which outlive the evaluator
     * @param on operations with these weights, which outlive the evaluator
     * @param engine which is asked for until another one is
     */
    public ChosenEvaluator(Network network, Weights weights, TorchOperations on, Engine engine) {
        this.atOnce = new TorchEvaluator(network, on, on.type());
        this.recorded = new RecordedEvaluator(network, weights, on);
        this.precision = weights.type();
        this.asked = engine;
    }

    /** Asks for an engine from the next evaluation on. */
    public void use(Engine engine) {
        asked = engine;
    }

    /** Which engine is asked for. */
    public Engine asked() {
        return asked;
    }

    /** Which engine computed the last evaluation. */
    public Engine ran() {
        return ran;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException when recorded steps are asked for and cannot be had, saying why
     */
    @Override
    public Tensor evaluate(Tensor x, Tensor timesteps, Conditioning<Tensor> told) {
        Engine engine = asked;
        if (engine == Engine.RECORDED || engine == Engine.AUTO && !refused && Speeds.recordedIsFaster(precision)) {
            try {
                OneDnn.require();
                Tensor output = recorded.evaluate(x, timesteps, told);
                ran = Engine.RECORDED;
                return output;
            } catch (NotRecorded e) {
                if (engine == Engine.RECORDED) {
                    throw new IllegalStateException("The network cannot be recorded: " + e.getMessage() + ".", e);
                }
                refused = true;
                LOG.log(
                        System.Logger.Level.WARNING,
                        "libtorch computes a network that cannot be recorded: " + e.getMessage());
            }
        }
        ran = Engine.LIBTORCH;
        return atOnce.evaluate(x, timesteps, told);
    }

    @Override
    public void close() {
        recorded.close();
    }
}
