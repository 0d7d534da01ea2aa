package darkroom.lesson.certificate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateTest {

    private static final String OTHERS = "0aZ \"\\{}:,\n\t-_\u00e9\u4e2d";

    @TempDir
    static Path folder;

    private static SigningKey key;

    @BeforeAll
    static void makeKey() throws Exception {
        key = SigningKey.in(folder);
    }

    private static SignedCertificate signed(String name) {
        return signedBy(key, name);
    }

    private static SignedCertificate signedBy(SigningKey signer, String name) {
        return signer.sign(new Certificate(
                Edition.SECOND,
                Certificate.nameOf(name),
                LocalDate.of(2026, 11, 24),
                7,
                5,
                8,
                9,
                3,
                signer.open().fingerprint()));
    }

    private static void verify(String file) {
        key.open().verify(SignedCertificate.ofFile(file.getBytes(StandardCharsets.UTF_8)));
    }

    private static void assertFails(String file) {
        assertThrows(NotGenuine.class, () -> verify(file), file);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Ada Lovelace",
                "O'Neill \"Tip\" \\ & <b>",
                "<script>alert(1)</script>",
                "Zoe\u0308 Nguye\u0302\u0303n",
                "\u0645\u0631\u06cc\u0645 \u0645\u06cc\u0631\u0632\u0627\u062e\u0627\u0646\u06cc",
                "\u05e9\u05dc\u05de\u05d4 Ben",
                "\u5f20\u4f1f",
                "\u3042\u3084\u306e\u30fb\u30a8\u30ea",
                "\uae40\ubbfc\uc900",
                "\u0928\u093f\u0915\u094d\u0937\u093f\u0924\u093e",
                "\u0e19\u0e49\u0e33\u0e1d\u0e19",
                "\ud83d\udc69\u200d\ud83d\udd2c Marie \ud83c\udf1f",
                "\ud842\udfb7\u91ce\u5bb6",
                "X"
            })
    void aNameInAnyScriptComesBackFromFileLinkAndCode(String name) throws Exception {
        SignedCertificate signed = signed("  " + name + "\u00a0 ");
        SignedCertificate fromFile = SignedCertificate.ofFile(signed.file().getBytes(StandardCharsets.UTF_8));
        SignedCertificate fromCode = SignedCertificate.ofCode(signed.code());
        key.open().verify(fromFile);
        key.open().verify(fromCode);
        assertEquals(signed.certificate(), fromFile.certificate());
        assertEquals(signed.certificate(), fromCode.certificate());
        assertEquals(signed.file(), fromCode.file());
        assertEquals(
                java.text.Normalizer.normalize(name, java.text.Normalizer.Form.NFC),
                fromFile.certificate().name());
        JsonNode json = new ObjectMapper().readTree(signed.file());
        assertEquals(signed.certificate().name(), json.path("name").asText(), "other readers of JSON agree");
        String link = "https://lesson.example.org:8642/verify?c=" + signed.code();
        assertEquals(link, scanned(QrCode.of(link)));
    }

    @Test
    void aPhoneReadsTheCodeOfTheLongestName() throws Exception {
        String link = "https://lesson.example.org:8642/verify?c="
                + signed("\u5f20".repeat(64)).code();
        QrCode code = QrCode.of(link);
        assertEquals(link, scanned(code));
        assertTrue(code.size() <= 93, "squares along a side: " + code.size());
        assertTrue(QrCode.of("https://lesson.example.org/verify?c="
                                + signed("Ada Lovelace").code())
                        .size()
                <= 65);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\u00a0\u2003",
                "\u200d",
                "\u0301",
                "\u3164",
                "\u2800",
                "Ada\nLovelace",
                "Ada\u0000",
                "\u001b[31mAda",
                "Ada\u202egnp",
                "\u2066Ada",
                "Ada\u200f",
                "\ufeffAda",
                "Ada\u2028L",
                "Ada\ud83d",
                "Ada\ue000",
                "Ada\u0378",
                "A\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301",
                "Ad\u00ada",
                "\udb40\udc41x"
            })
    void aNameThatHidesOrShowsNothingIsRefusedInASentence(String name) {
        String sentence = assertThrows(IllegalArgumentException.class, () -> Certificate.nameOf(name))
                .getMessage();
        assertTrue(sentence.matches("[A-Z][^.\\n]*\\."), sentence);
        assertTrue(sentence.chars().allMatch(c -> c >= ' ' && c < 127), "nothing of the name is repeated: " + sentence);
    }

    @Test
    void namesAreMeasuredInCodePoints() {
        assertEquals("\ud83c\udf1f".repeat(64), Certificate.nameOf("\ud83c\udf1f".repeat(64)));
        assertThrows(IllegalArgumentException.class, () -> Certificate.nameOf("\ud83c\udf1f".repeat(65)));
        assertThrows(IllegalArgumentException.class, () -> Certificate.nameOf("x".repeat(5_000_000)));
    }

    /** Whatever verifies says what was signed: a change of one character is one of layout, or it fails. */
    private static void assertFailsOrSaysTheSame(String file, SignedCertificate signed) {
        SignedCertificate read;
        try {
            read = SignedCertificate.ofFile(file.getBytes(StandardCharsets.UTF_8));
            key.open().verify(read);
        } catch (NotGenuine e) {
            return;
        }
        assertEquals(signed.certificate(), read.certificate(), file);
        assertArrayEquals(signed.signature(), read.signature(), file);
    }

    @Test
    void noCharacterOfWhatItSaysCanBeChangedLeftOutOrAdded() {
        SignedCertificate signed = signed("Zo\u00eb \"\u5f20\" \\ O'Neill");
        String file = signed.file();
        verify(file);
        for (int i = 0; i < file.length(); i++) {
            String before = file.substring(0, i);
            String after = file.substring(i + 1);
            boolean layout = Character.isWhitespace(file.charAt(i));
            for (char other : OTHERS.toCharArray()) {
                assertFailsOrSaysTheSame(before + other + after, signed);
                assertFailsOrSaysTheSame(before + other + file.charAt(i) + after, signed);
            }
            if (!layout) {
                assertFails(before + after);
                assertFails(before + (char) (file.charAt(i) ^ 0x20) + after);
                assertFails(before);
            }
        }
        assertFails(file + file);
    }

    @Test
    void layoutIsNoChange() throws Exception {
        String file = signed("Zo\u00eb \"Z\"").file();
        ObjectMapper mapper = new ObjectMapper();
        JsonNode json = mapper.readTree(file);
        List<String> lines = file.lines().toList();
        List<String> turned = new java.util.ArrayList<>(lines.subList(1, lines.size() - 2));
        java.util.Collections.reverse(turned);
        for (String other : List.of(
                file.replace("\n", "\r\n"),
                file.strip(),
                file.replaceAll("\n *", " "),
                "\ufeff" + file,
                json.toString(),
                mapper.writerWithDefaultPrettyPrinter().writeValueAsString(json),
                "{" + String.join("", turned) + lines.get(lines.size() - 2) + "}",
                file.replace("Zo\u00eb", "\\u005ao\\u00EB"),
                file.replace(": 7", ": 7.0"))) {
            assertDoesNotThrow(() -> verify(other), other);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"first-edition.json", "second-edition.json"})
    void certificatesThatOpenSslSignedVerify(String name) throws Exception {
        VerifyingKey other = VerifyingKey.of(resource("key.pem"));
        String file = resource(name);
        SignedCertificate signed = SignedCertificate.ofFile(file.getBytes(StandardCharsets.UTF_8));
        other.verify(signed);
        other.verify(SignedCertificate.ofCode(signed.code()));
        other.verify(SignedCertificate.ofFile(
                new ObjectMapper().readTree(file).toPrettyString().getBytes(StandardCharsets.UTF_8)));
        assertEquals(17, signed.certificate().predictions());
        assertEquals(10, signed.certificate().surprises());
        assertEquals(file, signed.file());
        byte[] changed = file.replace("Zo", "So").getBytes(StandardCharsets.UTF_8);
        assertThrows(NotGenuine.class, () -> other.verify(SignedCertificate.ofFile(changed)));
    }

    private static String resource(String name) throws Exception {
        try (java.io.InputStream in = CertificateTest.class.getResourceAsStream("/certificates/" + name)) {
            return new String(java.util.Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void noFieldCanBeChanged() {
        Certificate one = signed("Ada").certificate();
        byte[] signature = signed("Ada").signature();
        List<Certificate> others = List.of(
                new Certificate(Edition.FIRST, "Ada", one.date(), 7, 5, 8, 9, 3, one.key()),
                new Certificate(Edition.SECOND, "Adb", one.date(), 7, 5, 8, 9, 3, one.key()),
                new Certificate(Edition.SECOND, "Ada", one.date().plusDays(1), 7, 5, 8, 9, 3, one.key()),
                new Certificate(Edition.SECOND, "Ada", one.date(), 8, 5, 8, 9, 3, one.key()),
                new Certificate(Edition.SECOND, "Ada", one.date(), 7, 6, 8, 9, 3, one.key()),
                new Certificate(Edition.SECOND, "Ada", one.date(), 7, 5, 9, 9, 3, one.key()),
                new Certificate(Edition.SECOND, "Ada", one.date(), 7, 5, 8, 10, 3, one.key()),
                new Certificate(Edition.SECOND, "Ada", one.date(), 7, 5, 8, 9, 4, one.key()),
                new Certificate(Edition.SECOND, "Ada", one.date(), 7, 5, 8, 9, 3, "0".repeat(20)));
        for (Certificate other : others) {
            SignedCertificate forged = new SignedCertificate(other, signature);
            assertFails(forged.file());
            assertThrows(NotGenuine.class, () -> key.open().verify(SignedCertificate.ofCode(forged.code())));
        }
        verify(new SignedCertificate(one, signature).file());
    }

    @Test
    void repeatedMissingAndUnknownFieldsFail() {
        String file = signed("Ada").file();
        List<String> lines = file.lines().toList();
        for (int i = 1; i < lines.size() - 2; i++) {
            List<String> repeated = new java.util.ArrayList<>(lines);
            repeated.add(i, lines.get(i));
            assertFails(String.join("\n", repeated) + "\n");
            repeated.set(i, lines.get(i).replaceAll("\"(\\w)", "\"x$1"));
            assertFails(String.join("\n", repeated) + "\n");
            List<String> missing = new java.util.ArrayList<>(lines);
            missing.remove(i);
            assertFails(String.join("\n", missing) + "\n");
        }
        assertFails(file.replace(": 7", ": 07"));
        assertFails(file.replace(": 7", ": \"7\""));
        assertFails(file.replace(": 7", ": 7.5"));
        assertFails(file.replace(": 7", ": 4294967303"));
        assertFails(signed("Zo\u00eb").file().replace("\u00eb", "e\u0308"));
    }

    @Test
    void noLetterOfTheLinkCanBeChanged() {
        String code = signed("Zo\u00eb").code();
        String letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=% ";
        for (int i = 0; i < code.length(); i++) {
            for (char other : letters.toCharArray()) {
                if (other != code.charAt(i)) {
                    String forged = code.substring(0, i) + other + code.substring(i + 1);
                    assertThrows(NotGenuine.class, () -> key.open().verify(SignedCertificate.ofCode(forged)), forged);
                }
            }
            String cut = code.substring(0, i);
            assertThrows(NotGenuine.class, () -> key.open().verify(SignedCertificate.ofCode(cut)));
        }
        assertThrows(NotGenuine.class, () -> SignedCertificate.ofCode("A".repeat(1_000_000)));
    }

    @Test
    void whateverIsNoCertificateFailsInASentence() {
        Random random = new Random(5);
        for (int i = 0; i < 300; i++) {
            byte[] noise = new byte[random.nextInt(5000)];
            random.nextBytes(noise);
            String sentence = assertThrows(NotGenuine.class, () -> SignedCertificate.ofFile(noise))
                    .getMessage();
            assertTrue(sentence.endsWith("."), sentence);
        }
        assertThrows(NotGenuine.class, () -> SignedCertificate.ofFile(new byte[100_000_000]));
        assertFails("");
        assertFails("{}");
        assertFails("null");
    }

    @Test
    void anotherKeySaysSo(@TempDir Path elsewhere) throws Exception {
        SigningKey other = SigningKey.in(elsewhere);
        assertNotEquals(key.open().fingerprint(), other.open().fingerprint());
        String sentence = assertThrows(
                        NotGenuine.class, () -> verify(signedBy(other, "Ada").file()))
                .getMessage();
        assertTrue(sentence.contains("key was replaced"), sentence);
        String renamed = signedBy(other, "Ada")
                .file()
                .replace(other.open().fingerprint(), key.open().fingerprint());
        assertFails(renamed);
    }

    @Test
    void theKeyIsMadeOnceForItsOwnerAndNeverWrittenOver(@TempDir Path data) throws Exception {
        Path in = data.resolve("new/folder");
        List<String> made = java.util.stream.IntStream.range(0, 8)
                .parallel()
                .mapToObj(i -> {
                    try {
                        return SigningKey.in(in).open().pem();
                    } catch (java.io.IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                })
                .distinct()
                .toList();
        assertEquals(1, made.size());
        Path file = in.resolve(SigningKey.FILE);
        assertEquals(
                made.get(0), VerifyingKey.of(Files.readString(file)).pem(), "the public key is in the file as well");
        assertFalse(made.get(0).contains("PRIVATE"));
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        }
        byte[] before = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(before, 90));
        String sentence = assertThrows(IllegalStateException.class, () -> SigningKey.in(in))
                .getMessage();
        assertTrue(sentence.contains("cannot be used"), sentence);
        assertArrayEquals(Arrays.copyOf(before, 90), Files.readAllBytes(file));
    }

    @Test
    void keysOfTwoPairsAreNoPair(@TempDir Path data) throws Exception {
        Path file = data.resolve(SigningKey.FILE);
        SigningKey.in(data);
        Files.writeString(
                file,
                Files.readString(file).replaceAll("(?s)-----BEGIN PUBLIC.*", "")
                        + key.open().pem());
        assertThrows(IllegalStateException.class, () -> SigningKey.in(data));
    }

    /**
     * What a reader sees of a code that is drawn at three pixels a square. It need not search for it: whether its search
     * finds a large code depends on chance, as the key does.
     */
    private static String scanned(QrCode code) throws Exception {
        int scale = 3;
        int side = code.size() * scale;
        BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = picture.createGraphics();
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, side, side);
        pen.setColor(Color.BLACK);
        for (Matcher run = Pattern.compile("M(\\d+) (\\d+)h(\\d+)v1h-\\d+z").matcher(code.path()); run.find(); ) {
            pen.fillRect(
                    Integer.parseInt(run.group(1)) * scale,
                    Integer.parseInt(run.group(2)) * scale,
                    Integer.parseInt(run.group(3)) * scale,
                    scale);
        }
        int[] pixels = picture.getRGB(0, 0, side, side, null, 0, side);
        return new QRCodeReader()
                .decode(
                        new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(side, side, pixels))),
                        Map.of(DecodeHintType.PURE_BARCODE, true))
                .getText();
    }
}
