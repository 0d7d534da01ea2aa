package darkroom.text;

import darkroom.network.ClipText;
import darkroom.torch.TorchOperations;
import darkroom.torch.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** Texts as networks are told them: a tokenizer and CLIP's encoder. */
public final class TextEncoder implements AutoCloseable {

    private static final String PREFIX = "text_model.", PROJECTION = "text_projection";

    private final ClipTokenizer tokenizer;
    private final ClipText network;
    private final Weights weights;
    private final TorchOperations on;

    /**
     * An encoder of its parts.
     *
     * @param tokenizer the encoder's to close
     * @param weights of the network; the encoder's to close
     */
    public TextEncoder(ClipTokenizer tokenizer, ClipText network, Weights weights) {
        this.tokenizer = tokenizer;
        this.network = network;
        this.weights = weights;
        this.on = new TorchOperations(weights);
    }

    /**
     * The weights of a file by the names that they were published by: newer files leave a prefix out, older ones hold a list of places
     * beside the weights.
     */
    public static Map<String, Tensor> published(Map<String, Tensor> tensors) {
        boolean prefixed = tensors.keySet().stream().anyMatch(name -> name.startsWith(PREFIX));
        Map<String, Tensor> named = new LinkedHashMap<>();
        tensors.forEach((name, value) -> {
            if (!name.endsWith("embeddings.position_ids")) {
                named.put(prefixed || name.startsWith(PROJECTION) ? name : PREFIX + name, value);
            }
        });
        return named;
    }

    /** Whether a weight among those of several networks is a text encoder's, by its name. */
    public static boolean owns(String weight) {
        return weight.startsWith(PREFIX) || weight.startsWith(PROJECTION);
    }

    /** What has its weights. */
    public ClipText network() {
        return network;
    }

    /** What leads from texts to tokens; the encoder's. */
    public ClipTokenizer tokenizer() {
        return tokenizer;
    }

    /** Its weights; the encoder's. */
    public Weights weights() {
        return weights;
    }

    /** The tokens of each text, padded; and what was cut of it. */
    public List<ClipTokenizer.Tokens> tokens(List<String> texts) {
        return texts.stream().map(tokenizer::encode).toList();
    }

    /** Where each token of a text lies in it. */
    List<ClipTokenizer.Place> places(String text) {
        return tokenizer.places(text);
    }

    /**
     * What the encoder makes of texts.
     *
     * @return tensors in the caller's scope
     */
    public ClipText.Encoded<Tensor> encode(List<ClipTokenizer.Tokens> texts) {
        TokenIds tokens = TokenIds.of(texts, network.config());
        return network.forward(on, tokens.ids(), tokens.ends());
    }

    @Override
    public void close() {
        on.close();
        weights.close();
        tokenizer.close();
    }
}
