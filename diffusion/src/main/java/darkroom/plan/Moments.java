package darkroom.plan;

/** The means and variances of groups of channels, and what they make of a norm: a scale and a shift for each sample and channel. */
final class Moments {

    private final int samples;
    private final int channels;
    private final int width;
    private final double numbers;
    private final double epsilon;
    private final float[] gain;
    private final float[] bias;
    private final float[] means;
    private final float[] scales;
    private final float[] shifts;

    /**
     * Of a picture.
     *
     * @param gain by which the norm multiplies each channel
     * @param bias which the norm adds to each channel
     */
    Moments(int groups, Node picture, double epsilon, float[] gain, float[] bias) {
        this.samples = Math.toIntExact(picture.size(0));
        this.channels = Math.toIntExact(picture.channels());
        this.width = channels / groups;
        this.numbers = (double) width * picture.size(2) * picture.size(3);
        this.epsilon = epsilon;
        this.gain = gain;
        this.bias = bias;
        this.means = new float[samples * channels];
        this.scales = new float[samples * channels];
        this.shifts = new float[samples * channels];
    }

    /** Takes the sums over pixels, [B, C]. */
    void takeSums(float[] sums) {
        for (int group = 0; group < sums.length; group += width) {
            float mean = (float) (total(sums, group) / numbers);
            for (int i = group; i < group + width; i++) {
                means[i] = mean;
            }
        }
    }

    /** Takes the sums over pixels of squared distances from the means, [B, C]. */
    void takeSquares(float[] squares) {
        for (int group = 0; group < squares.length; group += width) {
            double reciprocal = 1 / Math.sqrt(total(squares, group) / numbers + epsilon);
            for (int i = group; i < group + width; i++) {
                int channel = i % channels;
                double scale = reciprocal * gain[channel];
                scales[i] = (float) scale;
                shifts[i] = (float) (bias[channel] - means[i] * scale);
            }
        }
    }

    private double total(float[] numbers, int from) {
        double total = 0;
        for (int i = from; i < from + width; i++) {
            total += numbers[i];
        }
        return total;
    }

    /** Takes what modulates the norm, [B, 2C]. */
    void modulate(float[] scaleAndShift) {
        Modulation.change(scaleAndShift, channels, scales, shifts);
    }

    /** The mean of each channel's group, [B, C]. */
    float[] means() {
        return means;
    }

    /** By what each channel is multiplied, [B, C]. */
    float[] scales() {
        return scales;
    }

    /** What is added to each channel then, [B, C]. */
    float[] shifts() {
        return shifts;
    }
}
