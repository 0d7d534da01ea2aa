package darkroom.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What CLIP's tokenizer knows.
 *
 * @param description all of it as a {@code tokenizer.json}
 * @param start the number of the token that every text begins with
 * @param end the number of the one that it ends with
 * @param padding the number of the one that fills it up
 * @param length how many tokens a text is made to have
 */
record ClipVocabulary(JsonNode description, long start, long end, long padding, int length) {

    static final ObjectMapper JSON = new ObjectMapper();
    static final String START = "<|startoftext|>", END = "<|endoftext|>", WORD_END = "</w>";
    static final String TOKENS = "vocab.json", MERGES = "merges.txt", OPTIONS = "tokenizer_config.json";
    static final String LENGTH_KEY = "model_max_length";
    private static final int LENGTH = 77, MOST = 1 << 16;
    static final String WORDS = "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+";

    /** What a folder holds: {@code vocab.json} and {@code merges.txt}, or all in one {@code tokenizer.json}. */
    static ClipVocabulary read(Path folder) throws IOException {
        Path vocabulary = folder.resolve(TOKENS), whole = folder.resolve("tokenizer.json");
        boolean inOne = Files.exists(whole) && !Files.exists(vocabulary);
        JsonNode description =
                inOne ? plain(json(whole)) : description(json(vocabulary), merges(folder.resolve(MERGES)), vocabulary);
        Path file = inOne ? whole : vocabulary;
        JsonNode tokens = description.path("model").path("vocab");
        Path config = folder.resolve(OPTIONS);
        JsonNode options = Files.exists(config) ? json(config) : JSON.createObjectNode();
        int length = options.path(LENGTH_KEY).asInt(LENGTH);
        if (length < 2 || length > MOST) {
            throw new IllegalArgumentException(
                    config + ": " + LENGTH_KEY + " must be 2 to " + MOST + ", not " + options.path(LENGTH_KEY) + ".");
        }
        return new ClipVocabulary(
                description,
                number(tokens, START, file),
                number(tokens, END, file),
                number(tokens, padding(options), file),
                length);
    }

    /** Without what cuts and fills texts, which is done here. */
    private static JsonNode plain(JsonNode description) {
        return description instanceof ObjectNode all ? all.putNull("truncation").putNull("padding") : description;
    }

    /** The padding token, which stands there as a text or, from older versions, as an object. */
    private static String padding(JsonNode options) {
        JsonNode token = options.path("pad_token");
        return token.isObject() ? token.path("content").asText(END) : token.asText(END);
    }

    private static List<String> merges(Path file) throws IOException {
        require(file);
        return Files.readAllLines(file).stream()
                .filter(line -> !line.startsWith("#version") && !line.isBlank())
                .toList();
    }

    private static long number(JsonNode tokens, String token, Path file) {
        JsonNode number = tokens.path(token);
        if (!number.canConvertToLong()) {
            throw new IllegalArgumentException(file + " lacks the token " + token + ".");
        }
        return number.asLong();
    }

    private static JsonNode json(Path file) throws IOException {
        require(file);
        try {
            return JSON.readTree(file.toFile());
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException(file + " is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static void require(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("The tokenizer lacks " + file + ".");
        }
    }

    /** The tokens and merges as one. */
    static JsonNode description(JsonNode tokens, List<String> merges, Path file) {
        ObjectNode all = JSON.createObjectNode().put("version", "1.0");
        ArrayNode special = all.putArray("added_tokens");
        special(special, START, number(tokens, START, file), true);
        special(special, END, number(tokens, END, file), false);
        ArrayNode normalizers =
                all.putObject("normalizer").put("type", "Sequence").putArray("normalizers");
        normalizers.addObject().put("type", "NFC");
        ObjectNode spaces = normalizers.addObject().put("type", "Replace").put("content", " ");
        spaces.putObject("pattern").put("Regex", "\\s+");
        normalizers.addObject().put("type", "Lowercase");
        ArrayNode split = all.putObject("pre_tokenizer").put("type", "Sequence").putArray("pretokenizers");
        ObjectNode words = split.addObject()
                .put("type", "Split")
                .put("behavior", "Removed")
                .put("invert", true);
        words.putObject("pattern").put("Regex", WORDS);
        split.addObject()
                .put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", true)
                .put("use_regex", true);
        all.putObject("decoder")
                .put("type", "ByteLevel")
                .put("add_prefix_space", true)
                .put("trim_offsets", true)
                .put("use_regex", true);
        ObjectNode model = all.putObject("model")
                .put("type", "BPE")
                .put("unk_token", END)
                .put("continuing_subword_prefix", "")
                .put("end_of_word_suffix", WORD_END)
                .put("fuse_unk", false);
        model.set("vocab", tokens);
        ArrayNode pairs = model.putArray("merges");
        merges.forEach(pairs::add);
        return all;
    }

    private static void special(ArrayNode list, String token, long id, boolean normalized) {
        list.addObject()
                .put("id", id)
                .put("content", token)
                .put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", normalized)
                .put("special", true);
    }
}
