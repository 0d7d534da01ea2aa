package darkroom.model;

import darkroom.torch.Tensors;
import darkroom.torch.Watcher;
import org.bytedeco.pytorch.Tensor;

/**
 * Where each token of a text acts on a sample: the cross-attention of all heads and layers of a U-Net, each layer's map repeated to one
 * size, and the mean of them (Tang et al. 2023, section 3, where it is their sum). For one evaluation of a single sample.
 */
public final class TokenMaps implements Watcher {

    private static final String CROSS = ".attn2";

    private final int height;
    private final int width;
    private double[] sum = {};
    private int maps;

    /**
     * Nothing seen so far.
     *
     * @param height of the sample, in its own pixels
     * @param width of the sample
     */
    public TokenMaps(int height, int width) {
        this.height = height;
        this.width = width;
    }

    @Override
    public void attention(String name, Tensor weights) {
        if (!name.endsWith(CROSS)) {
            return;
        }
        if (weights.size(0) != 1) {
            throw new IllegalArgumentException(
                    "Maps of tokens are those of a single sample, not of " + weights.size(0) + ".");
        }
        int heads = (int) weights.size(1), pixels = (int) weights.size(2), tokens = (int) weights.size(3);
        int smaller = (int) Math.round(Math.sqrt((double) height * width / pixels));
        float[] all = Tensors.floats(weights);
        if (sum.length == 0) {
            sum = new double[tokens * height * width];
        }
        for (int head = 0; head < heads; head++) {
            for (int at = 0; at < height * width; at++) {
                int row = at / width / smaller, column = at % width / smaller;
                int from = (head * pixels + row * (width / smaller) + column) * tokens;
                for (int token = 0; token < tokens; token++) {
                    sum[token * height * width + at] += all[from + token];
                }
            }
        }
        maps += heads;
    }

    /**
     * The map of some tokens together: the share of its attention that each pixel, row by row, gives them, in [0, 1].
     *
     * @param tokens their places, from the start token's 0
     * @throws IllegalStateException when no cross-attention was seen
     */
    public float[] of(int... tokens) {
        if (maps == 0) {
            throw new IllegalStateException("The network that was watched has no attention to a text.");
        }
        float[] map = new float[height * width];
        for (int token : tokens) {
            for (int at = 0; at < map.length; at++) {
                map[at] += (float) (sum[token * map.length + at] / maps);
            }
        }
        return map;
    }
}
