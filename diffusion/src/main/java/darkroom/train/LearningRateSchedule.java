package darkroom.train;

import java.util.Locale;

/**
 * How the learning rate goes over a training, by the names and formulas of diffusers' {@code get_scheduler}; the end of
 * the polynomial one, 1e-7, is a share of the largest rate here.
 */
public enum LearningRateSchedule {
    CONSTANT {
        @Override
        double afterWarmUp(double progress) {
            return 1;
        }
    },
    LINEAR {
        @Override
        double afterWarmUp(double progress) {
            return 1 - progress;
        }
    },
    COSINE {
        @Override
        double afterWarmUp(double progress) {
            return (1 + Math.cos(Math.PI * progress)) / 2;
        }
    },
    POLYNOMIAL {
        @Override
        double afterWarmUp(double progress) {
            return (1 - POLYNOMIAL_END) * (1 - progress) + POLYNOMIAL_END;
        }
    };

    private static final double POLYNOMIAL_END = 1e-7;

    abstract double afterWarmUp(double progress);

    /**
     * What the learning rate is multiplied by.
     *
     * @param iteration from 0
     * @param warmUp iterations over which the factor rises from 0 to 1
     * @param total iterations of the whole training
     * @return in [0, 1]
     */
    public double factor(long iteration, long warmUp, long total) {
        if (iteration < warmUp) {
            return (double) iteration / warmUp;
        }
        return afterWarmUp(Math.min(1, (iteration - warmUp) / (double) Math.max(1, total - warmUp)));
    }

    /** Whether the factor after the warm-up depends on how long the training is. */
    public boolean dependsOnTotal() {
        return this != CONSTANT;
    }

    /** The name in recipes. */
    public String title() {
        return name().toLowerCase(Locale.ROOT);
    }
}
