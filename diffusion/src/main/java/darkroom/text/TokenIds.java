package darkroom.text;

import darkroom.network.ClipTextConfig;
import darkroom.torch.Tensors;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * The tokens of texts as an encoder takes them.
 *
 * @param ids [B, L]
 * @param ends where each text ends, [B]
 */
public record TokenIds(Tensor ids, Tensor ends) {

    /** Those of some texts, all of as many tokens, for an encoder with given options. */
    public static TokenIds of(List<ClipTokenizer.Tokens> texts, ClipTextConfig encoder) {
        long[] ids = texts.stream()
                .map(ClipTokenizer.Tokens::ids)
                .flatMapToLong(Arrays::stream)
                .toArray();
        long[] ends = texts.stream().mapToLong(text -> encoder.end(text.ids())).toArray();
        return new TokenIds(Tensors.of(ids, texts.size(), ids.length / texts.size()), Tensors.of(ends, texts.size()));
    }

    /** Those of some of the texts, which share their memory. */
    public TokenIds rows(int from, int count) {
        return new TokenIds(ids.narrow(0, from, count), ends.narrow(0, from, count));
    }
}
