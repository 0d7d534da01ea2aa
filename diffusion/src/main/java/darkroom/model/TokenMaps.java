package darkroom.model;

import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.torch.Watcher;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Where each token of a text acts on a sample: the cross-attention of all heads and layers of a U-Net, each layer's map enlarged to one
 * size, in straight lines between its pixels, and the mean of them (Tang et al. 2023, section 3, where it is bicubic and their sum). For one evaluation of a single sample.
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
        long heads = weights.size(1), pixels = weights.size(2), tokens = weights.size(3);
        long smaller = Math.round(Math.sqrt((double) height * width / pixels));
        float[] all = Scope.call(
                () -> {
                    Tensor small = weights.sum(1).transpose(1, 2).reshape(1, tokens, height / smaller, width / smaller);
                    Tensor large = torch.empty(1, tokens, height, width);
                    return Tensors.floats(
                            torch.upsample_bilinear2d_out(large, small, new long[] {height, width}, false));
                },
                kept -> Stream.empty());
        if (sum.length == 0) {
            sum = new double[all.length];
        }
        for (int i = 0; i < all.length; i++) {
            sum[i] += all[i];
        }
        maps += (int) heads;
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
