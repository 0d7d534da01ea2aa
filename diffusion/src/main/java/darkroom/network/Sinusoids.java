package darkroom.network;

/**
 * Which sinusoids embed a timestep: {@code channels / 2} frequencies {@code 10000^(-i / (channels / 2 - shift))}.
 *
 * @param channels how many numbers, even
 * @param cosineFirst whether the cosines come before the sines
 * @param shift 0 spaces the frequencies over [1, 1/10000), 1 over [1, 1/10000]
 */
public record Sinusoids(int channels, boolean cosineFirst, double shift) {

    public Sinusoids {
        if (channels < 2 || channels % 2 != 0 || channels <= 2 * shift) {
            throw new IllegalArgumentException(
                    "Sinusoids need an even number of channels, at least 2 and more than twice the"
                            + " frequency shift: not " + channels + " with a shift of " + shift + ".");
        }
    }

    /** The logarithms of the frequencies, [channels / 2] from 0 downwards, in the reference's order of operations. */
    public float[] logFrequencies() {
        int half = channels / 2;
        float[] logs = new float[half];
        for (int i = 0; i < half; i++) {
            logs[i] = (float) -Math.log(10000) * i / (float) (half - shift);
        }
        return logs;
    }
}
