package darkroom.schedule;

/**
 * A step of the forward process from one level to a noisier one: {@code x' = kept * x + fresh * noise}, with noise of its
 * own (Ho, Jain and Abbeel 2020, eq. 2, for any alpha and sigma).
 *
 * <p>Walked from the clean end, such steps give samples of the same distribution as {@code alpha * x0 + sigma * noise}
 * does in one go.
 *
 * @param kept what is left of the sample, {@code alpha' / alpha}
 * @param fresh the amplitude of the noise that is added
 */
public record Transition(double kept, double fresh) {

    /**
     * The step between two levels.
     *
     * @throws IllegalArgumentException when {@code to} is less noisy than {@code from}, or {@code from} holds no signal
     */
    public static Transition between(NoiseLevel from, NoiseLevel to) {
        if (from.alpha() == 0 || to.halfLogSnr() > from.halfLogSnr()) {
            throw new IllegalArgumentException(
                    "The forward process goes from signal to more noise, not from " + from + " to " + to + ".");
        }
        double kept = to.alpha() / from.alpha();
        double variance = to.sigma() * to.sigma() - kept * kept * from.sigma() * from.sigma();
        return new Transition(kept, Math.sqrt(Math.max(0, variance)));
    }
}
