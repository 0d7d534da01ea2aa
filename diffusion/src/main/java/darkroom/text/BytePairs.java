package darkroom.text;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.io.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A vocabulary of byte pairs, learned from texts (Sennrich et al. 2016, section 3.2) as CLIP's is: from single bytes on, the pair that stands
 * side by side most often becomes a token, until every word is one or the vocabulary is full.
 */
public final class BytePairs {

    private static final int BYTES = 256, SPECIAL = 2;
    private static final Pattern WORDS =
            Pattern.compile(ClipVocabulary.WORDS, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private record Pair(String left, String right) {
        String joined() {
            return left + right;
        }
    }

    /** How many tokens CLIP's published vocabulary has. */
    public static final int PUBLISHED_SIZE = 49_408;

    private static final String PUBLISHED = "clip-merges.txt.gz";

    private final int size;
    private final List<Pair> merges = new ArrayList<>();

    /**
     * The vocabulary of some texts.
     *
     * @param size how many tokens there may be, at least 514: all bytes, alone and at a word's end, and the two around a text
     */
    public BytePairs(Collection<String> texts, int size) {
        int least = 2 * BYTES + SPECIAL;
        if (size < least) {
            throw new IllegalArgumentException(
                    "A vocabulary of byte pairs has at least " + least + " tokens, not " + size + ".");
        }
        this.size = size;
        Map<List<String>, Integer> words = counted(texts);
        while (merges.size() < size - least) {
            Pair most = mostFrequent(words);
            if (most == null) {
                break;
            }
            merges.add(most);
            words = merged(words, most);
        }
    }

    private BytePairs(List<Pair> merges, int size) {
        this.size = size;
        this.merges.addAll(merges);
    }

    /** The vocabulary that CLIP was published with, of 49,408 tokens. */
    public static BytePairs published() throws IOException {
        try (InputStream packed = Objects.requireNonNull(BytePairs.class.getResourceAsStream(PUBLISHED), PUBLISHED);
                InputStream lines = new GZIPInputStream(packed)) {
            List<Pair> merges = new String(lines.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(line -> line.split(" ", 2))
                    .map(pair -> new Pair(pair[0], pair[1]))
                    .toList();
            return new BytePairs(merges, PUBLISHED_SIZE);
        }
    }

    private static Map<List<String>, Integer> counted(Collection<String> texts) {
        Map<List<String>, Integer> words = new HashMap<>();
        for (String text : texts) {
            Matcher matcher = WORDS.matcher(text.toLowerCase(Locale.ROOT));
            while (matcher.find()) {
                words.merge(letters(matcher.group()), 1, Integer::sum);
            }
        }
        return words;
    }

    private static List<String> letters(String word) {
        List<String> letters = new ArrayList<>();
        for (byte one : word.getBytes(StandardCharsets.UTF_8)) {
            letters.add(String.valueOf(letter(Byte.toUnsignedInt(one))));
        }
        int last = letters.size() - 1;
        letters.set(last, letters.get(last) + ClipVocabulary.WORD_END);
        return List.copyOf(letters);
    }

    /** The pair that stands most often; of several the first by the alphabet, so that it does not depend on chance. */
    private static @Nullable Pair mostFrequent(Map<List<String>, Integer> words) {
        Map<Pair, Integer> pairs = new HashMap<>();
        words.forEach((word, count) -> {
            for (int i = 0; i + 1 < word.size(); i++) {
                pairs.merge(new Pair(word.get(i), word.get(i + 1)), count, Integer::sum);
            }
        });
        return pairs.entrySet().stream()
                .max(Map.Entry.<Pair, Integer>comparingByValue()
                        .thenComparing(
                                Map.Entry::getKey,
                                Comparator.comparing(Pair::left)
                                        .thenComparing(Pair::right)
                                        .reversed()))
                .map(Map.Entry::getKey)
                .orElse(null);
    }

    private static Map<List<String>, Integer> merged(Map<List<String>, Integer> words, Pair pair) {
        Map<List<String>, Integer> merged = new HashMap<>();
        words.forEach((word, count) -> {
            List<String> parts = new ArrayList<>();
            for (int i = 0; i < word.size(); i++) {
                boolean here = i + 1 < word.size()
                        && word.get(i).equals(pair.left)
                        && word.get(i + 1).equals(pair.right);
                parts.add(here ? pair.joined() : word.get(i));
                i += here ? 1 : 0;
            }
            merged.merge(List.copyOf(parts), count, Integer::sum);
        });
        return merged;
    }

    /** Whether a folder holds all that {@link #write} writes. */
    public static boolean isIn(Path folder) {
        return Files.exists(folder.resolve(ClipVocabulary.OPTIONS));
    }

    /** The number of the token that ends a text, the last one. */
    public int end() {
        return size - 1;
    }

    /**
     * Writes {@code vocab.json}, {@code merges.txt} and {@code tokenizer_config.json}, as transformers reads them.
     *
     * @param length how many tokens a text is made to have
     */
    public void write(Path folder, int length) throws IOException {
        write(folder, length, ClipVocabulary.END);
    }

    /**
     * The same with a padding token of its own.
     *
     * @param padding the token that fills a text up
     */
    public void write(Path folder, int length, String padding) throws IOException {
        AtomicFile.write(folder.resolve(ClipVocabulary.TOKENS), ClipVocabulary.JSON.writeValueAsString(tokens()));
        String lines = lines().stream().map(line -> line + "\n").collect(Collectors.joining());
        AtomicFile.write(folder.resolve(ClipVocabulary.MERGES), "#version: 0.2\n" + lines);
        AtomicFile.write(
                folder.resolve(ClipVocabulary.OPTIONS),
                ClipVocabulary.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(options(length, padding)));
    }

    /** All tokens with their numbers: bytes by their letters, then pairs, then the two around a text. */
    private Map<String, Integer> tokens() {
        Map<String, Integer> tokens = new LinkedHashMap<>();
        for (String ending : List.of("", ClipVocabulary.WORD_END)) {
            IntStream.range(0, BYTES)
                    .mapToObj(BytePairs::letter)
                    .sorted()
                    .forEach(letter -> tokens.put(letter + ending, tokens.size()));
        }
        merges.forEach(pair -> tokens.put(pair.joined(), tokens.size()));
        tokens.put(ClipVocabulary.START, end() - 1);
        tokens.put(ClipVocabulary.END, end());
        return tokens;
    }

    private List<String> lines() {
        return merges.stream().map(pair -> pair.left + " " + pair.right).toList();
    }

    /**
     * The tokenizer of this vocabulary, for the caller to close.
     *
     * @param length how many tokens a text is made to have
     */
    public ClipTokenizer tokenizer(int length) throws IOException {
        JsonNode tokens = ClipVocabulary.JSON.valueToTree(tokens());
        JsonNode description = ClipVocabulary.description(tokens, lines(), Path.of(ClipVocabulary.TOKENS));
        return ClipTokenizer.of(new ClipVocabulary(description, end() - 1, end(), end(), length), "the training");
    }

    private static Map<String, Object> options(int length, String padding) {
        return new TreeMap<>(Map.of(
                "tokenizer_class",
                "CLIPTokenizer",
                "bos_token",
                ClipVocabulary.START,
                "eos_token",
                ClipVocabulary.END,
                "unk_token",
                ClipVocabulary.END,
                "pad_token",
                padding,
                ClipVocabulary.LENGTH_KEY,
                length));
    }

    /** The letter that stands for a byte: itself where it can be seen, one behind all bytes elsewhere (Radford et al. 2019, section 2.2). */
    private static char letter(int value) {
        int hidden = 0;
        for (int i = 0; i < value; i++) {
            hidden += isVisible(i) ? 0 : 1;
        }
        return (char) (isVisible(value) ? value : BYTES + hidden);
    }

    private static boolean isVisible(int value) {
        return value > ' ' && value < 0x7F || value > 0xA0 && value != 0xAD;
    }
}
