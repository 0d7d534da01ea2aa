package darkroom.train;

/**
 * How a training stands after an update.
 *
 * @param update how many updates there were
 * @param total how many there will be
 * @param loss of the update's batches
 * @param gradientNorm before clipping
 * @param learningRate of the update
 */
public record TrainingUpdate(long update, long total, double loss, double gradientNorm, double learningRate) {}
