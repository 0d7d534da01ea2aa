package darkroom.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Safetensors files with a well-formed header that lies about types, shapes, offsets or lengths, or with data of another length. */
final class LyingHeader {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> TYPES =
            List.of("F64", "F32", "F16", "BF16", "I64", "I32", "U8", "BOOL", "F8_E4M3");
    private static final long[] STEPS = {-1L << 40, -64, -8, -4, -1, 1, 4, 8, 64, 1L << 31, 1L << 62};

    private final byte[] data;
    private final ObjectNode header;
    private final List<String> names;
    private final Random random;

    private LyingHeader(byte[] whole, Random random) throws IOException {
        int length = (int) ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong();
        this.data = Arrays.copyOfRange(whole, Long.BYTES + length, whole.length);
        this.header = (ObjectNode) JSON.readTree(whole, Long.BYTES, length);
        this.random = random;
        header.remove("__metadata__");
        this.names = header.properties().stream().map(Map.Entry::getKey).toList();
    }

    /** One to two lies told of a sound file. */
    static byte[] of(byte[] whole, Random random) throws IOException {
        LyingHeader lying = new LyingHeader(whole, random);
        for (int lies = 1 + random.nextInt(2); lies > 0; lies--) {
            lying.lie();
        }
        return lying.file();
    }

    private byte[] file() {
        byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
        int more = random.nextInt(8) == 0 ? (int) Math.max(-data.length, Math.min(4096, step())) : 0;
        long said = random.nextInt(20) == 0 ? json.length + step() : json.length;
        return ByteBuffer.allocate(Long.BYTES + json.length + data.length + more)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(said)
                .put(json)
                .put(Arrays.copyOf(data, data.length + more))
                .array();
    }

    private void lie() {
        int last = names.size() - 1, at = random.nextInt(3) == 0 ? last : random.nextInt(names.size());
        ObjectNode entry = entry(at), other = entry(random.nextInt(names.size()));
        ArrayNode shape = (ArrayNode) entry.get("shape"), offsets = (ArrayNode) entry.get("data_offsets");
        int side = random.nextInt(shape.size());
        switch (random.nextInt(9)) {
            case 0 -> add(offsets, random.nextInt(2), step());
            case 1 -> move(offsets, step());
            case 2 -> add(shape, side, step());
            case 3 -> shape.set(side, random.nextBoolean() ? 0L : Long.MAX_VALUE / 2);
            case 4 -> entry.put("dtype", TYPES.get(random.nextInt(TYPES.size())));
            case 5 -> entry.setAll(other.deepCopy());
            case 6 -> entry.set("data_offsets", other.get("data_offsets").deepCopy());
            case 7 -> header.set(names.get(at) + ".again", entry.deepCopy());
            default -> grow(at, shape, offsets);
        }
    }

    /** Adds a row to a tensor, and half of the time moves all that lie behind it, so that only the file is too short. */
    private void grow(int at, ArrayNode shape, ArrayNode offsets) {
        long end = offsets.get(1).asLong(),
                row = (end - offsets.get(0).asLong()) / Math.max(1, shape.get(0).asLong());
        add(shape, 0, 1);
        add(offsets, 1, row);
        if (random.nextBoolean()) {
            for (int i = 0; i < names.size(); i++) {
                ArrayNode others = (ArrayNode) entry(i).get("data_offsets");
                if (i != at && others.get(0).asLong() >= end) {
                    move(others, row);
                }
            }
        }
    }

    private ObjectNode entry(int at) {
        return (ObjectNode) header.get(names.get(at));
    }

    private long step() {
        return STEPS[random.nextInt(STEPS.length)];
    }

    private static void move(ArrayNode offsets, long by) {
        add(offsets, 0, by);
        add(offsets, 1, by);
    }

    private static void add(ArrayNode numbers, int at, long by) {
        numbers.set(at, numbers.get(at).asLong() + by);
    }
}
