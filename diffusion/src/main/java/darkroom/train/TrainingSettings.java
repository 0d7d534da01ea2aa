package darkroom.train;

import org.jspecify.annotations.Nullable;

/**
 * How a network is trained.
 *
 * @param steps updates in all
 * @param batch examples in a batch
 * @param accumulate batches that an update adds up; 1 when absent
 * @param learningRate the largest, positive
 * @param learningRateSchedule how it goes; constant when absent
 * @param warmUp updates over which it rises from 0
 * @param adamW the optimiser's settings
 * @param clip the largest norm of a gradient; absent for no clipping
 * @param ema how the weights are averaged
 * @param dropLabel the share of examples whose label is dropped, so that guidance has something to guide from
 * @param precision {@code fp32}, or {@code bf16} for mixed precision
 * @param seed of weights, data, levels and noise
 * @param checkpointEvery updates between checkpoints
 */
public record TrainingSettings(
        int steps,
        int batch,
        Integer accumulate,
        double learningRate,
        LearningRateSchedule learningRateSchedule,
        int warmUp,
        AdamW adamW,
        @Nullable Double clip,
        ExponentialMovingAverage ema,
        double dropLabel,
        String precision,
        long seed,
        int checkpointEvery) {

    public TrainingSettings {
        accumulate = accumulate == null ? 1 : accumulate;
        learningRateSchedule = learningRateSchedule == null ? LearningRateSchedule.CONSTANT : learningRateSchedule;
        adamW = adamW == null ? AdamW.DEFAULT : adamW;
        ema = ema == null ? ExponentialMovingAverage.DEFAULT : ema;
        precision = precision == null ? "fp32" : precision;
        checkpointEvery = checkpointEvery == 0 ? 500 : checkpointEvery;
        check(steps >= 1, "steps must be at least 1, not " + steps);
        check(batch >= 1 && batch <= 65_536, "batch must lie in 1 to 65536, not " + batch);
        check(accumulate >= 1 && accumulate <= 65_536, "accumulate must lie in 1 to 65536, not " + accumulate);
        check(learningRate > 0 && learningRate < 10, "learning_rate must lie in (0, 10), not " + learningRate);
        check(warmUp >= 0, "warm_up must be at least 0, not " + warmUp);
        check(clip == null || clip > 0, "clip must be positive, not " + clip);
        check(dropLabel >= 0 && dropLabel <= 1, "drop_label must lie in [0, 1], not " + dropLabel);
        check(precision.equals("fp32") || precision.equals("bf16"), "precision must be fp32 or bf16, not " + precision);
        check(checkpointEvery >= 1, "checkpoint_every must be at least 1, not " + checkpointEvery);
    }

    /** The same training with another number of updates. */
    public TrainingSettings withSteps(int other) {
        return with(other, seed, checkpointEvery);
    }

    /** The same training from another seed. */
    public TrainingSettings withSeed(long other) {
        return with(steps, other, checkpointEvery);
    }

    /** The same training with checkpoints at other times. */
    public TrainingSettings withCheckpointEvery(int other) {
        return with(steps, seed, other);
    }

    private TrainingSettings with(int otherSteps, long otherSeed, int otherCheckpointEvery) {
        return new TrainingSettings(
                otherSteps,
                batch,
                accumulate,
                learningRate,
                learningRateSchedule,
                warmUp,
                adamW,
                clip,
                ema,
                dropLabel,
                precision,
                otherSeed,
                otherCheckpointEvery);
    }

    /** The learning rate of an update, counted from 0. */
    public double learningRateAt(long update) {
        return learningRate * learningRateSchedule.factor(update, warmUp, steps);
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException("This training is not possible: " + otherwise + ".");
        }
    }
}
