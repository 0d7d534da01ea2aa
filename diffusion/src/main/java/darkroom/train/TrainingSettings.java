package darkroom.train;

import darkroom.settings.Setting;
import darkroom.settings.Settings;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a network is trained. */
public record TrainingSettings(
        @Setting(value = "updates in all", range = "[1, inf)")
        int steps,

        @Setting(value = "examples in a batch", range = "[1, 65536]")
        int batch,

        @Setting(value = "batches that an update adds up", otherwise = "1", range = "[1, 65536]")
        int accumulate,

        @Setting(value = "the largest learning rate", range = "(0, 10)")
        double learningRate,

        @Setting(value = "how the learning rate goes", otherwise = "\"constant\"")
        LearningRateSchedule learningRateSchedule,

        @Setting(value = "updates over which the learning rate rises from 0", otherwise = "0", range = "[0, inf)")
        int warmUp,

        @Setting("the optimiser's settings") AdamW adamW,

        @Setting(value = "the largest norm of a gradient; without it, none is clipped", range = "(0, inf)") @Nullable
        Double clip,

        @Setting("how the weights are averaged") ExponentialMovingAverage ema,

        @Setting(
                value = "the share of examples whose label is dropped, so that guidance has something to guide from",
                otherwise = "0",
                range = "[0, 1]")
        double dropLabel,

        @Setting(value = "`fp32`, or `bf16` for mixed precision", otherwise = "\"fp32\"")
        Precision precision,

        @Setting(value = "of weights, data, levels and noise", otherwise = "0")
        long seed,

        @Setting(value = "updates between checkpoints", otherwise = "500", range = "[1, inf)")
        int checkpointEvery,

        @Setting(value = "updates between sheets of samples; without it, none are drawn", range = "[1, inf)") @Nullable
        Integer samplesEvery) {

    /** The types that a training computes in. */
    public enum Precision {
        /** float32 throughout. */
        FP32,
        /** bfloat16 where it is fast, float32 elsewhere. */
        BF16;

        /** The name in recipes. */
        public String title() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public TrainingSettings {
        Settings.check(
                TrainingSettings.class,
                steps,
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
                seed,
                checkpointEvery,
                samplesEvery);
    }

    /** The same training with another number of updates. */
    public TrainingSettings withSteps(int other) {
        return with(other, seed, checkpointEvery, samplesEvery);
    }

    /** The same training from another seed. */
    public TrainingSettings withSeed(long other) {
        return with(steps, other, checkpointEvery, samplesEvery);
    }

    /** The same training that writes at other times. */
    public TrainingSettings writing(int otherCheckpointEvery, @Nullable Integer otherSamplesEvery) {
        return with(steps, seed, otherCheckpointEvery, otherSamplesEvery);
    }

    private TrainingSettings with(
            int otherSteps, long otherSeed, int otherCheckpointEvery, @Nullable Integer otherSamplesEvery) {
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
                otherCheckpointEvery,
                otherSamplesEvery);
    }

    /** The learning rate of an update, counted from 0. */
    public double learningRateAt(long update) {
        return learningRate * learningRateSchedule.factor(update, warmUp, steps);
    }
}
