package darkroom.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeTensorsTest {

    private static final String SOUND = "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";

    @TempDir
    Path folder;

    @Test
    void whatWasWrittenIsRead() throws IOException {
        Path file = folder.resolve("a.safetensors");
        Scope.run(() -> unchecked(() -> {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            tensors.put("floats", Tensors.of(new float[] {1, -2, 3, 0.5f, 5, 6}, 2, 3));
            tensors.put("halves", Tensors.of(new float[] {1.5f}, 1).to(torch.ScalarType.BFloat16));
            tensors.put("longs", Tensors.of(new long[] {Long.MIN_VALUE, 7}, 2));
            tensors.put("nothing", Tensors.of(new float[0], 0, 4));
            SafeTensors.write(file, tensors, Map.of("note", "größer"));
            SafeTensors.Content content = SafeTensors.read(file);
            assertEquals(Map.of("note", "größer"), content.metadata());
            assertEquals(List.of(2L, 3L), Tensors.shape(content.tensors().get("floats")));
            assertArrayEquals(
                    new float[] {1, -2, 3, 0.5f, 5, 6},
                    Tensors.floats(content.tensors().get("floats")));
            assertArrayEquals(
                    new float[] {1.5f}, Tensors.floats(content.tensors().get("halves")));
            assertEquals(
                    Long.MIN_VALUE, content.tensors().get("longs").select(0, 0).item_long());
            assertEquals(List.of(0L, 4L), Tensors.shape(content.tensors().get("nothing")));
        }));
        assertEquals(
                0,
                (8
                                + ByteBuffer.wrap(Files.readAllBytes(file))
                                        .order(ByteOrder.LITTLE_ENDIAN)
                                        .getLong())
                        % 8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}       | needs 12 bytes",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}      | begins at byte 4",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}       | take 4 bytes",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}}      | take 16 bytes",
                "{\"a\":{\"dtype\":\"F33\",\"shape\":[2],\"data_offsets\":[0,8]}}       | unknown type",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}      | impossible shape",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2.5],\"data_offsets\":[0,8]}}     | impossible shape",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,2],\"data_offsets\":[0,8]}} | impossible shape",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}       | offsets",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0]}}         | two offsets",
                "{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,8]}}                     | shape",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}} | begins at byte 0",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}} | not JSON",
                "[1,2]                                                                  | not a JSON object",
                "{\"a\":                                                                | not JSON",
                "{}                                                                     | take 0 bytes",
            })
    void aHeaderThatLiesIsRefused(String header, String reason) throws IOException {
        assertRefused(file(header.getBytes(StandardCharsets.UTF_8), new byte[8]), reason);
    }

    @Test
    void zerosBehindAHeaderAreRefused() throws IOException {
        assertRefused(file((SOUND + "\0\0").getBytes(StandardCharsets.UTF_8), new byte[8]), "something but spaces");
    }

    @Test
    void everyTruncationOfAFileIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(file(SOUND.getBytes(StandardCharsets.UTF_8), new byte[8]));
        for (int length = 0; length < whole.length; length++) {
            Path cut = folder.resolve("cut");
            Files.write(cut, Arrays.copyOf(whole, length));
            assertRefused(cut, "not a sound safetensors file");
        }
    }

    @Test
    void impossibleHeaderLengthsAreRefusedBeforeMemoryIsTaken() throws IOException {
        for (long length : new long[] {-1, 0, 1, Long.MAX_VALUE, Long.MIN_VALUE, 100_000_001L}) {
            byte[] bytes = Files.readAllBytes(file(SOUND.getBytes(StandardCharsets.UTF_8), new byte[8]));
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
            Path lying = folder.resolve("lying");
            Files.write(lying, bytes);
            assertRefused(lying, "header is said to be");
        }
    }

    @Test
    void aHeaderNestedDeeplyIsRefused() throws IOException {
        assertRefused(
                file(("{\"a\":" + "[".repeat(100_000)).getBytes(StandardCharsets.UTF_8), new byte[0]), "not JSON");
    }

    private Path file(byte[] header, byte[] data) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .array());
        bytes.write(header);
        bytes.write(data);
        Path file = folder.resolve("made.safetensors");
        Files.write(file, bytes.toByteArray());
        return file;
    }

    private static void assertRefused(Path file, String reason) {
        Scope.run(() -> {
            String message = assertThrows(IllegalArgumentException.class, () -> SafeTensors.read(file))
                    .getMessage();
            assertTrue(
                    message.contains(reason)
                            && message.contains(file.getFileName().toString()),
                    message);
        });
    }

    private interface Body {
        void run() throws IOException;
    }

    private static void unchecked(Body body) {
        try {
            body.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
