package darkroom.text;

import darkroom.guide.Condition;
import darkroom.network.ClipText;
import darkroom.network.TextUNet;
import darkroom.torch.Tensors;
import darkroom.torch.Weights;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * What a network is told of texts: with one encoder the last layer's tokens (Stable Diffusion 1 and 2); with two the tokens of both layers
 * before the last, side by side, the second's pooled text, and sizes and crops (Podell et al. 2023, section 2.2).
 */
public final class Prompts implements AutoCloseable {

    private final List<TextEncoder> encoders;
    private final boolean zeros;

    /**
     * The prompts of one or two encoders.
     *
     * @param encoders the prompts' to close
     * @param zeros whether nothing is told as zeros, not as the empty text
     */
    public Prompts(List<TextEncoder> encoders, boolean zeros) {
        if (encoders.isEmpty() || encoders.size() > 2) {
            throw new IllegalArgumentException(
                    "Texts are encoded by one or two encoders, not " + encoders.size() + ".");
        }
        this.encoders = List.copyOf(encoders);
        this.zeros = zeros;
    }

    /** The weights of each encoder. */
    public List<Weights> weights() {
        return encoders.stream().map(TextEncoder::weights).toList();
    }

    /** The encoders, one or two. */
    public List<TextEncoder> encoders() {
        return encoders;
    }

    /** The tokens of each text, padded, and what was cut of it; as the first encoder sees it. */
    public List<ClipTokenizer.Tokens> tokens(List<String> texts) {
        return encoders.get(0).tokens(texts);
    }

    /** Where each token of a text lies in it; the first of them stands behind the start token, at place 1 of what {@link #encode} gives. */
    public List<ClipTokenizer.Place> places(String text) {
        return encoders.get(0).places(text);
    }

    /**
     * Encodes texts.
     *
     * @param height of the pictures to come, in pixels
     * @param width of the pictures to come, in pixels
     * @return tensors in the caller's scope, a row for each text
     */
    public Condition.Encoded encode(List<String> texts, long height, long width) {
        List<ClipText.Encoded<Tensor>> all = encoders.stream()
                .map(encoder -> encoder.encode(encoder.tokens(texts)))
                .toList();
        if (all.size() == 1) {
            return new Condition.Encoded(all.get(0).last(), null, Map.of());
        }
        return new Condition.Encoded(
                Tensors.concatenated(-1, all.get(0).lastButOne(), all.get(1).lastButOne()),
                all.get(1).pooled(),
                Map.of(TextUNet.SIZES, sizes(texts.size(), height, width)));
    }

    /** What a network is told that is asked for nothing, a single row; see {@link #encode}. */
    public Condition.Encoded nothing(long height, long width) {
        Condition.Encoded empty = encode(List.of(""), height, width);
        return zeros
                ? new Condition.Encoded(
                        torch.zeros_like(empty.tokens()),
                        empty.pooled() == null ? null : torch.zeros_like(empty.pooled()),
                        empty.added())
                : empty;
    }

    /** The size of the whole picture, where it was cropped, and the size asked for, of each row. */
    private static Tensor sizes(int rows, long height, long width) {
        float[] one = {height, width, 0, 0, height, width};
        float[] all = new float[rows * one.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = one[i % one.length];
        }
        return Tensors.of(all, rows, one.length);
    }

    @Override
    public void close() {
        encoders.forEach(TextEncoder::close);
    }
}
