package darkroom.plan;

/** The means and variances of groups of channels, and what they make of a norm: a scale and a shift for each sample and channel. */
final class Moments {

    private final int channels;
    private final int width;
    private final double epsilon;
    private final float[] gain;
    private final float[] bias;
    private final float[] scales;
    private final float[] shifts;

    /**
     * Of a picture.
     *
     * @param gain by which the norm multiplies each channel
     * @param bias which the norm adds to each channel
     */
    Moments(int groups, Node picture, double epsilon, float[] gain, float[] bias) {
        int samples = Math.toIntExact(picture.size(0));
        this.channels = Math.toIntExact(picture.channels());
        this.width = channels / groups;
        this.epsilon = epsilon;
        this.gain = gain;
        this.bias = bias;
        this.scales = new float[samples * channels];
        this.shifts = new float[samples * channels];
    }

    /** Takes the means and variances of channels, [B, C] each. */
    void take(float[] channelMeans, float[] channelVariances) {
        for (int group = 0; group < scales.length; group += width) {
            double mean = 0, squares = 0;
            for (int i = group; i < group + width; i++) {
                mean += channelMeans[i];
            }
            mean /= width;
            for (int i = group; i < group + width; i++) {
                double apart = channelMeans[i] - mean;
                squares += channelVariances[i] + apart * apart;
            }
            change(group, mean, 1 / Math.sqrt(squares / width + epsilon));
        }
    }

    private void change(int group, double mean, double reciprocal) {
        for (int i = group; i < group + width; i++) {
            int channel = i % channels;
            double scale = reciprocal * gain[channel];
            scales[i] = (float) scale;
            shifts[i] = (float) (bias[channel] - mean * scale);
        }
    }

    /** Takes what modulates the norm, [B, 2C]. */
    void modulate(float[] scaleAndShift) {
        Modulation.change(scaleAndShift, channels, scales, shifts);
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
