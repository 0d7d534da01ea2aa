package darkroom.train;

import darkroom.data.Seeds;
import darkroom.network.Parameters;
import darkroom.torch.Autocast;
import darkroom.torch.Scope;
import darkroom.torch.TorchOperations;
import darkroom.torch.TrainingOperations;
import darkroom.torch.Weights;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The training loop, advanced by its caller. For one thread at a time.
 *
 * <p>All that is random in an update follows from the seed and the update's number, so a training that goes on from a
 * saved state is the same as one that was never stopped.
 */
public final class Trainer implements AutoCloseable {

    private static final int WEIGHTS = 10;
    private static final int DROPOUT = 11;

    private final Task<?> task;
    private final TrainingSettings settings;
    private final Optimisation optimisation;
    private final TorchOperations operations;
    private final TrainingOperations training;

    /** A training before its first update. */
    public Trainer(Task<?> task, TrainingSettings settings) {
        this.task = task;
        this.settings = settings;
        Weights weights = Weights.initial(Parameters.of(task.network()), Seeds.at(settings.seed(), WEIGHTS));
        double clip = settings.clip() == null ? Double.POSITIVE_INFINITY : settings.clip();
        this.optimisation = new Optimisation(weights, settings.adamW(), clip, settings.ema());
        this.operations = new TorchOperations(weights);
        this.training = new TrainingOperations(operations);
    }

    /** What is trained. */
    public Task<?> task() {
        return task;
    }

    /** How. */
    public TrainingSettings settings() {
        return settings;
    }

    /** The state of the weights and the optimiser. */
    public Optimisation optimisation() {
        return optimisation;
    }

    /** Whether all updates were made. */
    public boolean done() {
        return optimisation.updates() >= settings.steps();
    }

    /**
     * Makes one update.
     *
     * @throws ArithmeticException when the loss is no finite number: the training has diverged
     */
    public TrainingUpdate advance() {
        return advance(settings.learningRateAt(optimisation.updates()));
    }

    /**
     * Makes one update at a learning rate of the caller's, in place of the one that the settings have for it.
     *
     * @param learningRate at least 0
     * @throws ArithmeticException when the loss is no finite number: the training has diverged
     */
    public TrainingUpdate advance(double learningRate) {
        long update = optimisation.updates();
        torch.manual_seed(Seeds.at(settings.seed(), DROPOUT, update));
        double loss = 0;
        for (int part = 0; part < settings.accumulate(); part++) {
            loss += backward(update * settings.accumulate() + part);
        }
        if (!Double.isFinite(loss)) {
            throw new ArithmeticException("The loss of update " + (update + 1) + " is " + loss
                    + ": the training has diverged, a smaller learning rate may help.");
        }
        double norm = optimisation.update(learningRate);
        return new TrainingUpdate(optimisation.updates(), settings.steps(), loss, norm, learningRate);
    }

    private double backward(long index) {
        double[] value = new double[1];
        Scope.run(() -> {
            Tensor loss = loss(task, index);
            value[0] = loss.item_double();
            loss.backward();
        });
        return value[0];
    }

    private <D> Tensor loss(Task<D> of, long index) {
        D drawn = of.draw(settings.seed(), index, settings.batch());
        Tensor loss = settings.precision() == TrainingSettings.Precision.BF16
                ? Autocast.bfloat16(() -> of.loss(training, drawn))
                : of.loss(training, drawn);
        return settings.accumulate() == 1
                ? loss
                : loss.div(new org.bytedeco.pytorch.Scalar((double) settings.accumulate()));
    }

    @Override
    public void close() {
        operations.close();
        optimisation.close();
    }
}
