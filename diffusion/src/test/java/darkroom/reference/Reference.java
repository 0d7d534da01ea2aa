package darkroom.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import darkroom.sample.Ddim;
import darkroom.sample.Sampler;
import darkroom.sample.Samplers;
import darkroom.torch.Tensors;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.bytedeco.pytorch.Tensor;

/** What PyTorch and diffusers gave: files written by {@code benchmarks/peers/make_reference.py}. */
public final class Reference {

    private Reference() {}

    /** A file. */
    public static JsonNode read(String file) {
        try (InputStream in = Reference.class.getResourceAsStream("/reference/" + file)) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An array's entries. */
    public static Stream<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    /** An array of numbers. */
    public static double[] doubles(JsonNode array) {
        return list(array).mapToDouble(JsonNode::asDouble).toArray();
    }

    static float[] floats(JsonNode array) {
        float[] values = new float[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) array.get(i).asDouble();
        }
        return values;
    }

    /** An array of whole numbers. */
    public static long[] longs(JsonNode array) {
        return list(array).mapToLong(JsonNode::asLong).toArray();
    }

    /** The SHA-256 of a float32 tensor's bytes: equal to the last bit, or not. */
    static String digest(Tensor tensor) {
        float[] values = Tensors.floats(tensor);
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The sampler of a run, with its eta. */
    static Sampler sampler(JsonNode run) {
        double eta = run.get("eta").asDouble();
        return eta == 0 ? Samplers.named(run.get("sampler").asText()) : new Ddim(eta);
    }
}
