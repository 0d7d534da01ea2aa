package darkroom.text;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * CLIP's tokenizer: byte pairs of text in small letters, between a start and an end token (Radford et al. 2021, section 2.4), as
 * transformers' {@code CLIPTokenizer}. Free to be shared between threads.
 */
public final class ClipTokenizer implements AutoCloseable {

    static {
        // All natives lie in the library; without this it would look for others on the web.
        System.setProperty("ai.djl.offline", System.getProperty("ai.djl.offline", "true"));
    }

    /**
     * A text as tokens.
     *
     * @param ids of as many tokens as the longest text has: the start token, those of the text, the end token, and then padding
     * @param cut the end of the text that did not fit, as it was written; empty when all of it did
     */
    public record Tokens(long[] ids, String cut) {}

    /**
     * Where a token lies in its text.
     *
     * @param from the place of its first character
     * @param to the place behind its last
     */
    public record Place(int from, int to) {}

    private final HuggingFaceTokenizer tokenizer;
    private final ClipVocabulary vocabulary;

    private ClipTokenizer(HuggingFaceTokenizer tokenizer, ClipVocabulary vocabulary) {
        this.tokenizer = tokenizer;
        this.vocabulary = vocabulary;
    }

    /**
     * The tokenizer of a folder that holds {@code vocab.json} and {@code merges.txt}, or all in one {@code tokenizer.json}; and in
     * {@code tokenizer_config.json}, where there is one, the padding token and the longest text.
     *
     * @throws IllegalArgumentException when a file is missing or not as it should be
     */
    public static ClipTokenizer read(Path folder) throws IOException {
        return of(ClipVocabulary.read(folder), folder);
    }

    /** The tokenizer of a vocabulary, which errors name. */
    static ClipTokenizer of(ClipVocabulary vocabulary, Object name) throws IOException {
        byte[] description = vocabulary.description().toString().getBytes(StandardCharsets.UTF_8);
        try (InputStream stream = new ByteArrayInputStream(description)) {
            return new ClipTokenizer(
                    HuggingFaceTokenizer.newInstance(stream, Map.of("truncation", "false", "padding", "false")),
                    vocabulary);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "The tokenizer in " + name + " cannot be used: " + e.getMessage() + ".", e);
        }
    }

    /** How many tokens a text has at most, the start and end tokens included, and how many ids it is given. */
    public int length() {
        return vocabulary.length();
    }

    /** The tokens of a text. */
    public Tokens encode(String text) {
        Encoding encoding = tokenizer.encode(text, false, false);
        long[] own = encoding.getIds();
        int kept = Math.min(own.length, length() - 2);
        long[] ids = new long[length()];
        Arrays.fill(ids, vocabulary.padding());
        ids[0] = vocabulary.start();
        System.arraycopy(own, 0, ids, 1, kept);
        ids[kept + 1] = vocabulary.end();
        return new Tokens(
                ids,
                kept == own.length
                        ? ""
                        : text.substring(
                                place(encoding.getCharTokenSpans()[kept], text).from()));
    }

    /**
     * Where each token of a text lies in it, in order, as far as they fit; the one of place i is number i + 1 of {@link Tokens#ids}, behind the
     * start token.
     */
    public List<Place> places(String text) {
        CharSpan[] spans = tokenizer.encode(text, false, false).getCharTokenSpans();
        return Arrays.stream(spans)
                .limit(length() - 2)
                .map(span -> place(span, text))
                .toList();
    }

    /** Where a token lies that the tokenizer found among the characters; behind the text where it does not say. */
    private static Place place(@Nullable CharSpan span, String text) {
        return span == null
                ? new Place(text.length(), text.length())
                : new Place(text.offsetByCodePoints(0, span.getStart()), text.offsetByCodePoints(0, span.getEnd()));
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
