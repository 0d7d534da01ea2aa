package darkroom.model;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** Bytes cut, doubled, overwritten or spiked. */
final class Splinters {

    private static final byte[][] SPLINTERS = {
        {'"'},
        {'{'},
        {'}'},
        {'['},
        {']'},
        {','},
        {':'},
        {'-'},
        {'9'},
        {0},
        {(byte) 0xFF},
        {'\\'},
        "null".getBytes(StandardCharsets.UTF_8),
        "1e999".getBytes(StandardCharsets.UTF_8),
        "9223372036854775807".getBytes(StandardCharsets.UTF_8),
        "../".getBytes(StandardCharsets.UTF_8)
    };

    private Splinters() {}

    /** A file changed at a few places, mostly near its beginning, where it says what it is. */
    static byte[] mutated(byte[] whole, Random random) {
        byte[] bytes = whole;
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            int most = random.nextInt(8) == 0 ? bytes.length : Math.min(bytes.length, 2000);
            int place = random.nextInt(most + 1), length = random.nextInt(Math.min(16, bytes.length - place) + 1);
            byte[] splinter = SPLINTERS[random.nextInt(SPLINTERS.length)];
            bytes = switch (random.nextInt(5)) {
                case 0 -> joined(bytes, place, new byte[0], place + length);
                case 1 -> joined(bytes, place, Arrays.copyOfRange(bytes, place, place + length), place);
                case 2 -> joined(bytes, place, splinter, place);
                case 3 -> joined(bytes, place, splinter, Math.min(bytes.length, place + splinter.length));
                default -> random.nextInt(20) == 0 ? Arrays.copyOf(bytes, place) : flipped(bytes, place, random);
            };
        }
        return bytes;
    }

    /** The bytes before a place, others, and the bytes from another place on. */
    static byte[] joined(byte[] bytes, int to, byte[] between, int from) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(bytes, 0, to);
        all.writeBytes(between);
        all.write(bytes, from, bytes.length - from);
        return all.toByteArray();
    }

    private static byte[] flipped(byte[] bytes, int place, Random random) {
        byte[] changed = bytes.clone();
        if (place < changed.length) {
            changed[place] ^= (byte) (1 << random.nextInt(8));
        }
        return changed;
    }
}
