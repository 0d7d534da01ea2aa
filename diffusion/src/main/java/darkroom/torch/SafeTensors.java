package darkroom.torch;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.ByteBufferBackedInputStream;
import darkroom.io.AtomicFile;
import darkroom.io.InputFile;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The safetensors file format: eight bytes of length, a JSON header, and the tensors' bytes, little-endian.
 *
 * <p>A file is not trusted: every length and offset is checked against the file before any memory is taken.
 */
public final class SafeTensors {

    /**
     * What a file holds.
     *
     * @param tensors by name, in the order of their bytes, in the caller's scope: views of the mapped file, which is read as they
     *     are used and never written to; it must not be cut short meanwhile, only replaced
     * @param metadata free text by name
     */
    public record Content(Map<String, Tensor> tensors, Map<String, String> metadata) {}

    private record Entry(String name, Type type, long[] shape, long begin, long end) {}

    private enum Type {
        F64(torch.ScalarType.Double, 8),
        F32(torch.ScalarType.Float, 4),
        F16(torch.ScalarType.Half, 2),
        BF16(torch.ScalarType.BFloat16, 2),
        I64(torch.ScalarType.Long, 8),
        I32(torch.ScalarType.Int, 4),
        I16(torch.ScalarType.Short, 2),
        I8(torch.ScalarType.Char, 1),
        U8(torch.ScalarType.Byte, 1),
        BOOL(torch.ScalarType.Bool, 1),
        U16(torch.ScalarType.UInt16, 2),
        U32(torch.ScalarType.UInt32, 4),
        U64(torch.ScalarType.UInt64, 8),
        F8_E5M2(torch.ScalarType.Float8_e5m2, 1),
        F8_E4M3(torch.ScalarType.Float8_e4m3fn, 1);

        private final torch.ScalarType scalar;
        private final int bytes;

        Type(torch.ScalarType scalar, int bytes) {
            this.scalar = scalar;
            this.bytes = bytes;
        }

        static Type of(Tensor tensor) {
            torch.ScalarType wanted = tensor.scalar_type().intern();
            for (Type type : values()) {
                if (type.scalar == wanted) {
                    return type;
                }
            }
            throw new IllegalArgumentException("A safetensors file cannot hold tensors of type " + wanted + ".");
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    private static final String METADATA = "__metadata__";
    private static final String NOT_JSON = "its header is not JSON, or something but spaces follows it";
    private static final int LENGTH_BYTES = 8;
    private static final long LONGEST_HEADER = 100_000_000;

    private SafeTensors() {}

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException when it is not a whole and consistent safetensors file; says where and why
     * @throws IOException when it cannot be read
     */
    public static Content read(Path file) throws IOException {
        InputFile.require(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new Reader(file, channel).read();
        }
    }

    /**
     * Reads a file's free text and checks its header, without its tensors.
     *
     * @throws IllegalArgumentException when it is not a whole and consistent safetensors file
     */
    public static Map<String, String> metadata(Path file) throws IOException {
        InputFile.require(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new Reader(file, channel).header().metadata;
        }
    }

    private record Header(List<Entry> entries, Map<String, String> metadata, long start) {}

    /** The checks and steps of reading one file. */
    private record Reader(Path file, FileChannel channel) {

        Content read() throws IOException {
            Header header = header();
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            Tensor bytes = torch.from_file(
                    file.toString(),
                    new BoolOptional(false),
                    new LongOptional(channel.size()),
                    Tensors.options(torch.ScalarType.Byte));
            for (Entry entry : header.entries) {
                tensors.put(entry.name, tensor(entry, bytes, header.start));
            }
            return new Content(tensors, header.metadata);
        }

        Header header() throws IOException {
            long size = channel.size();
            check(size >= LENGTH_BYTES, "it has only " + size + " bytes" + InputFile.instead(file));
            long length = bytes(0, LENGTH_BYTES).getLong();
            check(
                    length >= 2 && length <= LONGEST_HEADER && length <= size - LENGTH_BYTES,
                    "its header is said to be " + length + " bytes long in a file of " + size
                            + InputFile.instead(file));
            Map<String, String> metadata = new TreeMap<>();
            List<Entry> entries = new ArrayList<>();
            try (JsonParser json = JSON.createParser(new InputStreamReader(
                    new ByteBufferBackedInputStream(bytes(LENGTH_BYTES, length)),
                    StandardCharsets.UTF_8.newDecoder()))) {
                check(json.nextToken() == JsonToken.START_OBJECT, "its header is not a JSON object");
                // Entry by entry, so that a huge header is refused where it begins to be wrong.
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String name = json.currentName();
                    json.nextToken();
                    JsonNode value = JSON.readTree(json);
                    if (name.equals(METADATA)) {
                        addMetadata(value, metadata);
                    } else {
                        entries.add(entry(name, value));
                    }
                }
                check(json.nextToken() == null, NOT_JSON);
            } catch (JsonProcessingException | CharacterCodingException e) {
                throw refused(NOT_JSON);
            }
            long start = LENGTH_BYTES + length;
            checkCoverage(entries, size - start);
            return new Header(entries, metadata, start);
        }

        private void addMetadata(JsonNode texts, Map<String, String> metadata) {
            check(texts.isObject(), "its metadata is not a JSON object");
            for (Map.Entry<String, JsonNode> text : texts.properties()) {
                check(text.getValue().isTextual(), "its metadata " + text.getKey() + " is no text");
                metadata.put(text.getKey(), text.getValue().textValue());
            }
        }

        private Entry entry(String name, JsonNode json) {
            Type type;
            try {
                type = Type.valueOf(json.path("dtype").asText());
            } catch (IllegalArgumentException e) {
                throw refused("tensor " + name + " has the unknown type '"
                        + json.path("dtype").asText() + "'");
            }
            JsonNode shape = json.path("shape"), offsets = json.path("data_offsets");
            check(
                    shape.isArray() && shape.size() <= 16 && offsets.isArray() && offsets.size() == 2,
                    "tensor " + name + " lacks its shape or its two offsets");
            long[] sizes = new long[shape.size()];
            long bytes = type.bytes, spanned = type.bytes;
            for (int i = 0; i < sizes.length; i++) {
                check(
                        shape.get(i).isIntegralNumber()
                                && shape.get(i).canConvertToLong()
                                && shape.get(i).asLong() >= 0,
                        "tensor " + name + " has the impossible shape " + shape);
                sizes[i] = shape.get(i).asLong();
                // An empty tensor takes no bytes, however long its other sides are said to be.
                long side = Math.max(1, sizes[i]), high = Math.multiplyHigh(spanned, side);
                spanned *= side;
                bytes *= sizes[i];
                check(high == 0 && spanned >= 0, "tensor " + name + " has the impossible shape " + shape);
            }
            check(
                    offsets.get(0).canConvertToLong() && offsets.get(1).canConvertToLong(),
                    "tensor " + name + " has impossible offsets");
            long begin = offsets.get(0).asLong(), end = offsets.get(1).asLong();
            check(
                    begin >= 0 && end >= begin && end - begin == bytes,
                    "tensor " + name + " of shape " + shape + " needs " + bytes + " bytes, but its offsets are "
                            + offsets);
            return new Entry(name, type, sizes, begin, end);
        }

        private void checkCoverage(List<Entry> entries, long size) {
            entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
            long end = 0;
            for (Entry entry : entries) {
                check(
                        entry.begin == end,
                        "tensor " + entry.name + " begins at byte " + entry.begin + ", where " + end + " was expected");
                end = entry.end;
            }
            check(end == size, "its tensors take " + end + " bytes, but it holds " + size);
        }

        private static Tensor tensor(Entry entry, Tensor file, long start) {
            if (entry.begin == entry.end) {
                return torch.empty(entry.shape, Tensors.options(entry.type.scalar), null);
            }
            long place = start + entry.begin;
            Tensor bytes = file.narrow(0, place, entry.end - entry.begin);
            Tensor aligned = place % entry.type.bytes == 0 ? bytes : bytes.clone();
            return aligned.view(entry.type.scalar).view(entry.shape);
        }

        private ByteBuffer bytes(long offset, long length) throws IOException {
            ByteBuffer bytes = ByteBuffer.allocate((int) length).order(ByteOrder.LITTLE_ENDIAN);
            int read = 0;
            while (bytes.hasRemaining() && read >= 0) {
                read = channel.read(bytes, offset + bytes.position());
            }
            check(!bytes.hasRemaining(), "it became shorter while it was read");
            return bytes.flip();
        }

        private void check(boolean holds, String otherwise) {
            if (!holds) {
                throw refused(otherwise);
            }
        }

        private IllegalArgumentException refused(String reason) {
            return new IllegalArgumentException(
                    InputFile.printable(file + " is not a sound safetensors file: " + reason + "."));
        }
    }

    /**
     * Writes a file, whole or not at all.
     *
     * @param tensors by name; written in the order given
     * @param metadata free text by name
     */
    public static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata) throws IOException {
        ObjectNode header = JSON.createObjectNode();
        if (!metadata.isEmpty()) {
            header.set(METADATA, JSON.valueToTree(new TreeMap<>(metadata)));
        }
        long end = 0;
        for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
            Type type = Type.of(tensor.getValue());
            long begin = end;
            end += tensor.getValue().numel() * type.bytes;
            ObjectNode entry = header.putObject(tensor.getKey());
            entry.put("dtype", type.name());
            entry.set("shape", JSON.valueToTree(Tensors.shape(tensor.getValue())));
            entry.putArray("data_offsets").add(begin).add(end);
        }
        byte[] json = aligned(header.toString()).getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(file, out -> {
            out.write(ByteBuffer.allocate(LENGTH_BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(json.length)
                    .array());
            out.write(json);
            for (Tensor tensor : tensors.values()) {
                write(tensor, out);
            }
        });
    }

    private static void write(Tensor tensor, OutputStream out) throws IOException {
        try (Tensor plain = tensor.contiguous()) {
            long size = plain.numel() * Type.of(plain).bytes;
            BytePointer data = new BytePointer(plain.data_ptr());
            byte[] part = new byte[(int) Math.min(size, 1 << 20)];
            for (long done = 0; done < size; done += part.length) {
                int count = (int) Math.min(part.length, size - done);
                data.position(done).get(part, 0, count);
                out.write(part, 0, count);
            }
        }
    }

    // Spaces behind the JSON let the tensors begin at a multiple of eight.
    private static String aligned(String json) {
        int length = json.getBytes(StandardCharsets.UTF_8).length;
        return json + " ".repeat((LENGTH_BYTES - length % LENGTH_BYTES) % LENGTH_BYTES);
    }
}
