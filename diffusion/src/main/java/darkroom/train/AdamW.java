package darkroom.train;

/**
 * The settings of AdamW (Loshchilov and Hutter 2019, algorithm 2), with the defaults of diffusers' training scripts.
 *
 * @param beta1 decay of the mean of gradients, in [0, 1)
 * @param beta2 decay of the mean of squared gradients, in [0, 1)
 * @param epsilon added to the root of the second, positive
 * @param weightDecay decoupled from the gradient, at least 0
 */
public record AdamW(double beta1, double beta2, double epsilon, double weightDecay) {

    /** The usual settings. */
    public static final AdamW DEFAULT = new AdamW(0.9, 0.999, 1e-8, 0.01);

    public AdamW {
        if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1 && epsilon > 0 && weightDecay >= 0)) {
            throw new IllegalArgumentException(
                    "AdamW needs betas in [0, 1), a positive epsilon and a weight decay of at least 0: " + beta1 + ", "
                            + beta2 + ", " + epsilon + ", " + weightDecay + ".");
        }
    }
}
