package darkroom.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import darkroom.data.Scene;
import darkroom.reference.Conformance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BytePairsTest {

    private static final int SIZE = 700, LENGTH = 16;

    @TempDir
    Path folder;

    @Test
    void eachWordOfTheTextsBecomesOneToken() throws IOException {
        List<String> words = Scene.words();
        BytePairs vocabulary = new BytePairs(List.of(String.join(" ", words)), SIZE);
        try (ClipTokenizer tokenizer = vocabulary.tokenizer(LENGTH)) {
            for (String word : words) {
                long[] ids = tokenizer.encode(word).ids();
                assertEquals(SIZE - 2, ids[0]);
                assertEquals(vocabulary.end(), ids[2], word + " is " + Arrays.toString(ids));
            }
            assertEquals(
                    words.size(),
                    words.stream()
                            .map(word -> tokenizer.encode(word).ids()[1])
                            .distinct()
                            .count());
        }
    }

    @Test
    void whatIsWrittenReadsTheSame() throws IOException {
        BytePairs vocabulary =
                new BytePairs(List.of("a red circle", "a round café, «déjà vu» 日本", "a red square"), SIZE);
        vocabulary.write(folder, LENGTH);
        try (ClipTokenizer written = ClipTokenizer.read(folder);
                ClipTokenizer own = vocabulary.tokenizer(LENGTH)) {
            for (String text : List.of("A Red  CIRCLE", "déjà", "日本語 and 🙂", "redder squares", "")) {
                assertArrayEquals(own.encode(text).ids(), written.encode(text).ids(), text);
            }
            assertEquals(LENGTH, written.length());
        }
    }

    @Test
    void thePublishedVocabularyIsClips() throws IOException {
        BytePairs.published().write(folder, 77, "!");
        try (ClipTokenizer tokenizer = ClipTokenizer.read(folder)) {
            assertArrayEquals(
                    new long[] {49406, 320, 1125, 539, 320, 2368, 49407, 0},
                    Arrays.copyOf(tokenizer.encode("A photo of a CAT").ids(), 8));
        }
        if (Conformance.isPresent()) {
            ObjectMapper json = new ObjectMapper();
            Path vocabulary = Conformance.path("clip_tokenizer").resolve("vocab.json");
            assertEquals(
                    json.readTree(vocabulary.toFile()),
                    json.readTree(folder.resolve("vocab.json").toFile()));
        }
    }

    /** Without a merge left, a text is its bytes, numbered from the exclamation mark on as CLIP's are, the last of a word marked as such. */
    @Test
    void theSmallestVocabularyKnowsBytesOnly() throws IOException {
        try (ClipTokenizer tokenizer = new BytePairs(List.of("aaaa aaaa"), 514).tokenizer(8)) {
            assertArrayEquals(
                    new long[] {512, 'a' - '!', 'b' - '!', 256 + 'c' - '!', 513, 513, 513, 513},
                    tokenizer.encode("abc").ids());
        }
        String message = assertThrows(IllegalArgumentException.class, () -> new BytePairs(List.of(), 513))
                .getMessage();
        assertTrue(message.contains("at least 514"), message);
    }

    /** The pair that stands most often first; of several, the first by the alphabet. */
    @Test
    void theMostFrequentPairIsMergedFirst() throws IOException {
        try (ClipTokenizer tokenizer = new BytePairs(List.of("abx aby cd cd"), 515).tokenizer(5)) {
            assertEquals(512, tokenizer.encode("abz").ids()[1]);
            assertEquals('c' - '!', tokenizer.encode("cd").ids()[1]);
        }
    }
}
