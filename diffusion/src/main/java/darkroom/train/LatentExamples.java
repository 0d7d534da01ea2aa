package darkroom.train;

import darkroom.data.Batch;
import darkroom.data.DataSet;
import darkroom.data.Seeds;
import darkroom.latent.Codec;
import darkroom.sample.SeededNoise;
import darkroom.torch.Tensors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** Captioned pictures as latents. Where their number is limited, each is encoded once and comes again. For one thread at a time. */
public final class LatentExamples {

    /** What recipes say of their number. */
    static final String HOW_MANY =
            "how many of the data's pictures are learned from, each encoded once; without it, new ones in every update";

    /** How many there may be. */
    static final String NUMBERS = "[1, 10000000]";

    /**
     * A batch of them.
     *
     * @param values the latents, [B, channels, height, width]
     * @param captions B of them
     */
    public record Latents(Tensor values, List<String> captions) {}

    private record Encoded(float[] values, long[] shape, List<String> captions) {}

    private record Place(long seed, long index, int count) {}

    private static final int LATENTS = 3;

    private final DataSet data;
    private final Codec codec;
    private final @Nullable Integer pictures;
    private final Map<Place, Encoded> kept = new HashMap<>();

    /**
     * The examples of a data set.
     *
     * @param data pictures with captions
     * @param codec leads from them to latents
     * @param pictures how many there are, rounded to whole batches; null for new ones in every batch
     */
    public LatentExamples(DataSet data, Codec codec, @Nullable Integer pictures) {
        this.data = data;
        this.codec = codec;
        this.pictures = pictures;
    }

    /** The shape of the pictures, without a batch. */
    long[] shape() {
        return data.shape();
    }

    /**
     * The batch of an index, in a training of a seed: the same whenever it is asked for.
     *
     * @throws IllegalArgumentException when the data has no captions
     */
    public Latents batch(long seed, long index, int count) {
        if (pictures == null) {
            Batch batch = examples(seed, index, count);
            return new Latents(encoded(batch, seed, index), batch.captions());
        }
        long batches = Math.max(1, Math.round((double) pictures / count));
        Encoded encoded = kept.computeIfAbsent(new Place(seed, index % batches, count), place -> {
            Batch batch = examples(seed, place.index, count);
            Tensor latents = encoded(batch, seed, place.index);
            return new Encoded(Tensors.floats(latents), Tensors.sizes(latents), batch.captions());
        });
        return new Latents(Tensors.of(encoded.values, encoded.shape), encoded.captions);
    }

    private Batch examples(long seed, long index, int count) {
        Batch batch = DenoisingTask.examples(data, seed, index, count);
        if (batch.captions().isEmpty()) {
            throw new IllegalArgumentException("The data has no captions for the network to learn from.");
        }
        return batch;
    }

    private Tensor encoded(Batch batch, long seed, long index) {
        try (SeededNoise noise = SeededNoise.of(Seeds.at(seed, LATENTS, index))) {
            return codec.encode(Stacked.values(batch, data), noise);
        }
    }
}
