package darkroom.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records from JSON: whatever is wrong is said with its file, its line, its option and what would be right. */
class SettingsTest {

    enum Colour {
        DARK_RED,
        BLUE
    }

    record Inner(
            @Setting(value = "a share", otherwise = "0.5", range = "[0, 1)")
            double share,

            @Setting(value = "a colour", otherwise = "\"blue\"")
            Colour colour) {}

    record Outer(
            @Setting(value = "how many", range = "[1, 10]") int wholeNumber,
            @Setting("more of it") Inner inner,
            @Setting("a name, or none") @Nullable String name,
            @Setting(value = "numbers", otherwise = "[1]") List<Integer> list) {

        public Outer {
            Settings.check(Outer.class, wholeNumber, inner, name, list);
            Settings.require(list.size() < 3, "list", "list must have at most 2 numbers, not " + list.size() + ".");
        }
    }

    private static Outer read(String json) {
        return Settings.read(Outer.class, JsonText.parse(json.replace('\'', '"')));
    }

    @Test
    void whatIsLeftOutHasItsDefaultEvenInside() {
        assertEquals(
                new Outer(3, new Inner(0.5, Colour.DARK_RED), null, List.of(1)),
                read("{'whole_number': 3, 'inner': {'colour': 'dark_red'}, 'name': null, '_note': 'passed over'}"));
        assertEquals(new Inner(0.5, Colour.BLUE), read("{'whole_number': 3}").inner());
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        Outer outer = new Outer(7, new Inner(0.25, Colour.DARK_RED), "ä", List.of(2, 3));
        assertEquals(outer, Settings.read(Outer.class, JsonText.parse(JsonText.write(Settings.write(outer)))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "null                                              | Line 1: The document must be an object in braces, not null.",
                "[]                                                | must be an object in braces, not [].",
                "                                                  | This is not JSON: it is empty.",
                "{} {}                                             | something follows behind its end",
                "{'whole_number': 1,}                              | Line 1: This is not JSON",
                "{'number': NaN}                                   | Line 1: This is not JSON: NaN is no number.",
                "{'whole_number': 3, 'inner': {'share': Infinity}} | share must be",
                "{}                                                | whole_number is missing: it must be a whole number from 1 to 10.",
                "{'whole_number': 3.9}                             | whole_number must be a whole number from 1 to 10, not 3.9.",
                "{'whole_number': 3.0}                             | not 3.0.",
                "{'whole_number': '3'}                             | whole_number must be a whole number from 1 to 10, not \"3\".",
                "{'whole_number': [3, 3]}                          | not [3,3].",
                "{'whole_number': null}                            | not null.",
                "{'whole_number': true}                            | not true.",
                "{'whole_number': 99999999999}                     | not 99999999999.",
                "{'whole_number': 1, 'whole_number': 2}            | whole_number is given twice, first in line 1.",
                "{'whole_nmber': 1}                                | There is no option whole_nmber; did you mean whole_number?",
                "{'whole_number': 1, 'colour': 1}                  | There is no option colour; known: whole_number, inner, name, list.",
                "{'whole_number': 1, 'inner': {'shares': 1}}       | There is no option inner.shares; did you mean share?",
                "{'whole_number': 1, 'inner': null}                | inner must be an object in braces, not null.",
                "{'whole_number': 1, 'inner': {'share': 1}}        | inner.share must be a number at least 0 and less than 1, not 1.",
                "{'whole_number': 1, 'inner': {'share': 1e999}}    | inner.share must be a number",
                "{'whole_number': 1, 'inner': {'colour': 'red'}}   | inner.colour must be dark_red or blue, not \"red\"; did you mean dark_red?",
                "{'whole_number': 1, 'name': 7}                    | name must be a text, not 7.",
                "{'whole_number': 1, 'list': 7}                    | list must be a list of whole numbers, not 7.",
                "{'whole_number': 1, 'list': [7, 'x']}             | list[1] must be a whole number, not \"x\".",
                "{'whole_number': 1, 'list': [1, 2, 3]}            | list must have at most 2 numbers, not 3.",
            })
    void whatIsWrongIsSaidInASentence(@Nullable String json, String reason) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> read(json == null ? "" : json));
        assertTrue(String.valueOf(refused.getMessage()).contains(reason), refused.getMessage());
        assertTrue(refused.getMessage().matches("(?s).*[.?]"), refused.getMessage());
        assertTrue(!refused.getMessage().contains("darkroom"), "no class names: " + refused.getMessage());
    }

    @TempDir
    Path folder;

    private String refused(byte[] content) throws IOException {
        Path file = Files.write(folder.resolve("made.json"), content);
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> Settings.read(Outer.class, JsonText.read(file)))
                        .getMessage());
    }

    private String refused(String content) throws IOException {
        return refused(content.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theFileAndTheLineOfAnOptionAreNamed() throws IOException {
        String file = folder.resolve("made.json").toString();
        assertEquals(
                file + ", line 4: inner.share must be a number at least 0 and less than 1, not 2.",
                refused("{\n  \"whole_number\": 1,\n  \"inner\": {\n    \"share\":\n 2\n  }\n}"));
        assertTrue(refused("{\n\n\"whole_number\": 1, \"lost\": 1}")
                .startsWith(file + ", line 3: There is no option lost"));
        assertTrue(refused("{\n\"list\": [1],\n\n\"list\": [2]}")
                .startsWith(file + ", line 4: list is given twice, first in line 2"));
        assertTrue(refused("{\"list\": [1,\n2\n3]}").startsWith(file + ", line 3: This is not JSON"));
    }

    @Test
    void aByteOrderMarkIsPassedOver() throws IOException {
        Path file = Files.writeString(folder.resolve("marked.json"), "\uFEFF{\"whole_number\": 1}");
        assertEquals(1, Settings.read(Outer.class, JsonText.read(file)).wholeNumber());
    }

    @Test
    void otherContentIsRecognised() throws IOException {
        assertTrue(refused(new byte[] {(byte) 0xFF, (byte) 0xFE, '{', 0}).contains("not text in UTF-8"));
        assertTrue(refused("").contains("it is empty"));
        assertTrue(refused("version https://git-lfs.github.com/spec/v1\noid sha256:1\n")
                .contains("git lfs pull"));
        assertTrue(refused("\n<!DOCTYPE html><html>").contains("web page"));
        assertTrue(refused(new byte[9]).contains("zeros"));
        assertTrue(refused(" ".repeat(2 << 20)).contains("larger than a megabyte"));
    }

    @Test
    void filesAndFoldersAreToldApart() {
        assertEquals(
                "There is no file " + folder.resolve("none") + ".",
                assertThrows(IllegalArgumentException.class, () -> JsonText.read(folder.resolve("none")))
                        .getMessage());
        assertEquals(
                folder + " is a folder, not a file.",
                assertThrows(IllegalArgumentException.class, () -> JsonText.read(folder))
                        .getMessage());
    }

    @Test
    void aRecordInJavaIsHeldToTheSameRanges() {
        assertEquals(
                "whole_number must be a whole number from 1 to 10, not 11.",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new Outer(11, new Inner(0, Colour.BLUE), null, List.of()))
                        .getMessage());
    }
}
