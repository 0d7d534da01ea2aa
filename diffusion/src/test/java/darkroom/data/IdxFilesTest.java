package darkroom.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdxFilesTest {

    @TempDir
    Path folder;

    private Path images;
    private Path labels;
    private final byte[] pixels = new byte[3 * 4 * 4];

    @BeforeEach
    void write() throws IOException {
        new Random(1).nextBytes(pixels);
        images = Files.write(folder.resolve("images"), idx(0x803, pixels, 3, 4, 4));
        labels = Files.write(folder.resolve("labels"), idx(0x801, new byte[] {2, 0, 9}, 3));
    }

    private static byte[] idx(int magic, byte[] values, int... dimensions) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(out);
        data.writeInt(magic);
        for (int dimension : dimensions) {
            data.writeInt(dimension);
        }
        data.write(values);
        return out.toByteArray();
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
            packed.write(content);
        }
        return out.toByteArray();
    }

    private void refused(byte[] content, String reason) throws IOException {
        Path file = Files.write(folder.resolve("lying"), content);
        Exception refused =
                assertThrows(IllegalArgumentException.class, () -> IdxFiles.read(file, null, OptionalInt.empty()));
        assertTrue(refused.getMessage().contains("lying"), refused.getMessage());
        assertTrue(refused.getMessage().contains(reason), refused.getMessage());
    }

    @Test
    void picturesAndLabelsAreReadAsTheyAre() throws IOException {
        FiniteDataSet data = IdxFiles.read(images, labels, OptionalInt.empty());
        assertArrayEquals(new long[] {1, 4, 4}, data.shape());
        assertEquals(10, data.labels().size());
        assertEquals("9", data.labels().get(9));
        Batch all = data.all();
        assertArrayEquals(new int[] {2, 0, 9}, all.labels());
        for (int i = 0; i < pixels.length; i++) {
            assertEquals((pixels[i] & 0xFF) / 127.5 - 1, all.values()[i], 1e-6);
        }
        assertEquals(
                1, IdxFiles.read(images, null, OptionalInt.empty()).labels().size());
    }

    @Test
    void classesAreNamedWhereNamesAreGiven() throws IOException {
        List<String> names = List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");
        assertEquals(
                names, IdxFiles.read(images, labels, OptionalInt.empty(), names).labels());
        Exception refused = assertThrows(
                IllegalArgumentException.class,
                () -> IdxFiles.read(images, labels, OptionalInt.empty(), names.subList(0, 9)));
        assertTrue(refused.getMessage().contains("only 9 classes are named"), refused.getMessage());
    }

    @Test
    void whatIsNoIdxFileIsRecognised() throws IOException {
        refused(
                "version https://git-lfs.github.com/spec/v1\noid sha256:1\n".getBytes(StandardCharsets.UTF_8),
                "git lfs pull");
        refused("<!DOCTYPE html><html>".getBytes(StandardCharsets.UTF_8), "web page");
        Exception refused =
                assertThrows(IllegalArgumentException.class, () -> IdxFiles.read(folder, null, OptionalInt.empty()));
        assertTrue(refused.getMessage().contains("is a folder, not a file"), refused.getMessage());
    }

    @Test
    void gzippedFilesHoldTheSame() throws IOException {
        Path packed = Files.write(folder.resolve("images.gz"), gzip(Files.readAllBytes(images)));
        Path packedLabels = Files.write(folder.resolve("labels.gz"), gzip(Files.readAllBytes(labels)));
        Batch plain = IdxFiles.read(images, labels, OptionalInt.empty()).all();
        Batch unpacked =
                IdxFiles.read(packed, packedLabels, OptionalInt.empty()).all();
        assertArrayEquals(plain.values(), unpacked.values());
        assertArrayEquals(plain.labels(), unpacked.labels());
    }

    @Test
    void otherSizesAreFramedInBlackOrMeans() throws IOException {
        float[] plain = IdxFiles.read(images, null, OptionalInt.empty()).all().values();
        float[] large = IdxFiles.read(images, null, OptionalInt.of(8)).all().values();
        assertEquals(-1, large[8 + 4]);
        for (int i = 0; i < 16; i++) {
            assertEquals(plain[i], large[(i / 4 + 2) * 8 + i % 4 + 2]);
        }
        float[] small = IdxFiles.read(images, null, OptionalInt.of(2)).all().values();
        assertEquals((plain[0] + plain[1] + plain[4] + plain[5]) / 4, small[0], 0.5 / 127);
        assertThrows(IllegalArgumentException.class, () -> IdxFiles.read(images, null, OptionalInt.of(0)));
    }

    @Test
    void aHeaderThatLiesIsRefusedBeforeMemoryIsTaken() throws IOException {
        refused(idx(0x803, pixels, 3, 4, 5), "promises 76 bytes, it has 64");
        refused(idx(0x803, pixels, 3, 4, 3), "promises 52 bytes, it has 64");
        refused(idx(0x803, pixels, 2_000_000_000, 1, 1), "promises 2000000016 bytes");
        refused(idx(0x803, pixels, 1 << 30, 1 << 30, 16), "too large");
        refused(idx(0x803, pixels, -1, -4, 12), "0 or too large");
        refused(idx(0x803, new byte[0], 0, 4, 4), "0 or too large");
        refused(idx(0x801, pixels, 48), "0x00000801");
        refused(idx(0xD03, pixels, 3, 4, 4), "0x00000d03");
    }

    @Test
    void gzipThatLiesIsRefusedAsWell() throws IOException {
        refused(gzip(idx(0x803, pixels, 3, 4, 5)), "gzip trailer says 64");
        byte[] lying = gzip(idx(0x803, pixels, 1_000_000_000, 1, 1));
        byte[] trailer = {0x10, (byte) 0xCA, (byte) 0x9A, 0x3B};
        System.arraycopy(trailer, 0, lying, lying.length - 4, 4);
        refused(lying, "promises 1000000016 bytes");
        byte[] longer = gzip(idx(0x803, pixels, 3, 4, 3));
        longer[longer.length - 4] = 52;
        refused(longer, "goes on after its last value");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFileCutOffAnywhereIsRefused(boolean packed) throws IOException {
        byte[] whole = Files.readAllBytes(images);
        byte[] content = packed ? gzip(whole) : whole;
        for (int length = 0; length < content.length; length++) {
            refused(Arrays.copyOf(content, length), "is not a sound IDX file");
        }
    }

    @Test
    void changedBytesNeverEndInAnotherError() throws IOException {
        byte[] packed = gzip(Files.readAllBytes(images));
        Path file = folder.resolve("changed");
        int refused = 0;
        for (int i = 0; i < packed.length; i++) {
            byte[] changed = packed.clone();
            changed[i] ^= 0x55;
            Files.write(file, changed);
            try {
                IdxFiles.read(file, null, OptionalInt.empty());
            } catch (IllegalArgumentException e) {
                refused++;
            }
        }
        assertTrue(refused > packed.length / 2, refused + " of " + packed.length);
    }

    @Test
    void filesThatDoNotBelongTogetherAreRefused() throws IOException {
        Path two = Files.write(folder.resolve("two"), idx(0x801, new byte[] {1, 2}, 2));
        Exception refused =
                assertThrows(IllegalArgumentException.class, () -> IdxFiles.read(images, two, OptionalInt.empty()));
        assertTrue(refused.getMessage().contains("3 pictures"), refused.getMessage());
        assertThrows(IllegalArgumentException.class, () -> IdxFiles.read(labels, null, OptionalInt.empty()));
        assertThrows(
                IllegalArgumentException.class, () -> IdxFiles.read(folder.resolve("none"), null, OptionalInt.empty()));
    }
}
