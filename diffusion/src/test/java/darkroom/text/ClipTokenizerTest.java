package darkroom.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.reference.Conformance;
import darkroom.reference.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts become the tokens that transformers makes of them. */
class ClipTokenizerTest {

    private static final Path SMALL = Path.of("src", "test", "resources", "reference", "clip");

    @Test
    void tokensAreTheReferences() throws IOException {
        try (ClipTokenizer tokenizer = ClipTokenizer.read(SMALL)) {
            for (JsonNode reference : Reference.read("clip.json").get("cases")) {
                String text = reference.get("text").asText();
                ClipTokenizer.Tokens tokens = tokenizer.encode(text);
                assertArrayEquals(Reference.longs(reference.get("ids")), tokens.ids(), text);
                assertEquals(
                        reference.get("all").asInt() > tokenizer.length(),
                        !tokens.cut().isEmpty(),
                        text);
            }
        }
    }

    @Test
    void oneFileMakesTheSameTokensAsTwo() throws IOException {
        Path folder = Path.of("src", "test", "resources", "reference", "text", "pipeline", "tokenizer");
        try (ClipTokenizer two = ClipTokenizer.read(SMALL);
                ClipTokenizer one = ClipTokenizer.read(folder)) {
            for (JsonNode reference : Reference.read("clip.json").get("cases")) {
                String text = reference.get("text").asText();
                assertArrayEquals(two.encode(text).ids(), one.encode(text).ids(), text);
            }
        }
    }

    @Test
    void tokensOfThePublishedVocabularyAreTheReferences() throws IOException {
        List<JsonNode> cases = Conformance.list("clip_tokenizer/cases.json", "").toList();
        if (cases.isEmpty()) {
            return;
        }
        try (ClipTokenizer tokenizer = ClipTokenizer.read(Conformance.path("clip_tokenizer"))) {
            for (JsonNode reference : cases) {
                String text = reference.get("text").asText();
                assertArrayEquals(
                        Reference.longs(reference.get("padded")),
                        tokenizer.encode(text).ids(),
                        text);
            }
        }
    }

    @Test
    void eachTokenIsFoundInItsText() throws IOException {
        String text = "\uD83D\uDE00 A  small RING, and more";
        try (ClipTokenizer tokenizer = ClipTokenizer.read(SMALL)) {
            BitSet covered = new BitSet(), written = new BitSet();
            int before = 0;
            for (ClipTokenizer.Place place : tokenizer.places(text)) {
                assertTrue(place.from() >= before && place.to() > place.from(), place.toString());
                before = place.from();
                covered.set(place.from(), place.to());
            }
            IntStream.range(0, text.length()).filter(i -> text.charAt(i) != ' ').forEach(written::set);
            assertEquals(written, covered);
            assertEquals(
                    tokenizer.length() - 2,
                    tokenizer.places("ring ".repeat(100)).size());
        }
    }

    @Test
    void whatDoesNotFitIsSaid() throws IOException {
        try (ClipTokenizer tokenizer = ClipTokenizer.read(SMALL)) {
            assertEquals("", tokenizer.encode("a small red ring").cut());
            String text = "\uD83D\uDE00 " + "the ring ".repeat(20) + "THE STAR";
            String cut = tokenizer.encode(text).cut();
            assertTrue(text.endsWith(cut) && cut.endsWith("THE STAR"), cut);
            long[] whole = tokenizer.encode(text).ids();
            long[] kept = tokenizer
                    .encode(text.substring(0, text.length() - cut.length()))
                    .ids();
            assertArrayEquals(whole, kept);
        }
    }

    @Test
    void missingAndBrokenFilesAreNamed(@TempDir Path folder) throws IOException {
        assertTrue(refusal(folder).contains("vocab.json"));
        Files.writeString(folder.resolve("vocab.json"), "{\"a\": 0");
        assertTrue(refusal(folder).contains("no JSON"));
        Files.writeString(folder.resolve("vocab.json"), "{\"a\": 0}");
        assertTrue(refusal(folder).contains("merges.txt"));
        Files.writeString(folder.resolve("merges.txt"), "a b\n");
        assertTrue(refusal(folder).contains("<|startoftext|>"));
        Files.writeString(folder.resolve("vocab.json"), "{\"a\": 0, \"<|startoftext|>\": 1, \"<|endoftext|>\": 2}");
        assertTrue(refusal(folder).contains("cannot be used"));
        Files.writeString(folder.resolve("tokenizer_config.json"), "{\"model_max_length\": 1}");
        assertTrue(refusal(folder).contains("model_max_length"));
    }

    private static String refusal(Path folder) {
        return assertThrows(IllegalArgumentException.class, () -> ClipTokenizer.read(folder))
                .getMessage();
    }
}
