package darkroom.train;

import darkroom.data.Seeds;
import darkroom.torch.Autocast;
import darkroom.torch.LoneThreads;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.torch.TrainingOperations;
import darkroom.torch.Weights;
import java.util.List;
import java.util.stream.DoubleStream;
import org.bytedeco.pytorch.Tensor;

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

    /** A training before its first update. */
    public Trainer(Task<?> task, TrainingSettings settings) {
        this.task = task;
        this.settings = settings;
        Weights weights = task.initial(Seeds.at(settings.seed(), WEIGHTS));
        double clip = settings.clip() == null ? Double.POSITIVE_INFINITY : settings.clip();
        this.optimisation = new Optimisation(weights, settings.adamW(), clip, settings.ema());
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
        double loss = 0;
        for (int part = 0; part < settings.accumulate(); part++) {
            loss += backward(task, update * settings.accumulate() + part);
        }
        if (!Double.isFinite(loss)) {
            throw new ArithmeticException("The loss of update " + (update + 1) + " is " + loss
                    + ": the training has diverged, a smaller learning rate may help.");
        }
        double norm = optimisation.update(learningRate);
        return new TrainingUpdate(optimisation.updates(), settings.steps(), loss, norm, learningRate);
    }

    /** Adds the gradient of a batch's loss, each thread that of its share; gives the loss. */
    private <D> double backward(Task<D> of, long index) {
        double[] total = new double[1];
        Scope.run(() -> {
            D drawn = of.draw(settings.seed(), index, settings.batch());
            List<Share<D>> shares = of.divided(drawn, LoneThreads.useful());
            List<Replica> replicas = optimisation.replicas(shares.size());
            double[] losses = new double[shares.size()];
            LoneThreads.share(losses.length, i -> losses[i] = backward(of, shares.get(i), replicas.get(i), index, i));
            total[0] = DoubleStream.of(losses).sum();
        });
        return total[0];
    }

    private <D> double backward(Task<D> of, Share<D> share, Replica replica, long index, int number) {
        double[] value = new double[1];
        Scope.run(() -> {
            TrainingOperations on =
                    new TrainingOperations(replica.operations(), Seeds.at(settings.seed(), DROPOUT, index, number));
            Tensor loss = settings.precision() == TrainingSettings.Precision.BF16
                    ? Autocast.bfloat16(() -> of.loss(on, share.drawn()))
                    : of.loss(on, share.drawn());
            double weight = share.weight() / settings.accumulate();
            Tensor weighted = weight == 1 ? loss : Tensors.scaled(weight, loss);
            value[0] = weighted.item_double();
            weighted.backward();
        });
        return value[0];
    }

    @Override
    public void close() {
        optimisation.close();
    }
}
