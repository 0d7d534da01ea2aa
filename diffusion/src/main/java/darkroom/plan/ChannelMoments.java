package darkroom.plan;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_VARIANCE;

import java.util.List;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.global.dnnl.normalization_flags;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;

/**
 * The mean and the variance of each channel over the pixels of each picture.
 *
 * <p>oneDNN takes them in one go, the variance about the mean, when it normalises a batch of one picture as for training. What it
 * normalises is not needed. Its fast code wants a multiple of 16 channels in bfloat16, and of 4 in float32. Where there are other numbers
 * of them, some pixels behind each other are taken for one pixel with the channels of all, if that leaves none over.
 */
final class ChannelMoments {

    private final Draft draft;
    private final int samples;
    private final int channels;
    /** Channels of the pixels that are taken for one. */
    private final int wide;
    /** How many such pixels a picture has. */
    private final long rows;

    private final List<Band> bands;
    /** How far the numbers of each part of a picture's pixels lie behind those of the first. */
    private final int[] parts;
    /** The share of the pixels that each part is of. */
    private final double[] weights;

    private final Lent partMeans;
    private final Lent partVariances;
    private final Buffer unused;
    private final float[] means;
    private final float[] variances;

    ChannelMoments(Draft draft, Node picture) {
        this.draft = draft;
        samples = Math.toIntExact(picture.size(0));
        channels = Math.toIntExact(picture.channels());
        int fast = draft.precision() == memory.data_type.bf16 ? 16 : 4;
        int wanted = fast / Integer.lowestOneBit(channels | fast);
        long pixels = picture.rows() / samples;
        int folded = pixels % wanted == 0 ? wanted : 1;
        wide = channels * folded;
        rows = pixels / folded;
        bands = draft.steps().bands(rows);
        means = new float[samples * channels];
        variances = new float[means.length];
        parts = new int[bands.size() * folded];
        weights = new double[parts.length];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = i / folded * samples * wide + i % folded * channels;
            weights[i] = (double) bands.get(i / folded).count() / rows / folded;
        }
        partMeans = new Lent(draft, (long) bands.size() * samples * wide);
        partVariances = new Lent(draft, (long) bands.size() * samples * wide);
        // Not the result's room, which the step before may be reading for another thread's rows.
        unused = draft.lend(rows * wide * Layout.bytes(draft.precision()));
    }

    /** Adds the steps, one for each sample. */
    void plan(String kind, Place from) {
        for (int i = 0; i < samples; i++) {
            int at = i;
            draft.steps().share(kind, rows, band -> share(at, band, from));
        }
    }

    private Steps.Primitive share(int at, Band band, Place from) {
        memory.data_type type = from.type();
        memory.desc pixels = Layout.pictures(new long[] {1, wide, band.count(), 1}, type);
        memory.desc each = Layout.list(wide, memory.data_type.f32);
        long before = band.first() * wide;
        long part = ((long) bands.indexOf(band) * samples + at) * wide;
        batch_normalization_forward.primitive_desc moments = new batch_normalization_forward.primitive_desc(
                draft.device().processor(),
                prop_kind.forward_training,
                pixels,
                pixels,
                1,
                normalization_flags.none,
                draft.device().attributes(),
                false);
        return new Steps.Primitive(
                moments,
                new batch_normalization_forward(moments),
                new Arguments()
                        .with(DNNL_ARG_SRC, draft.memory(from, pixels, at * rows * wide + before))
                        .with(DNNL_ARG_DST, draft.memory(unused, pixels, before * Layout.bytes(type)))
                        .with(DNNL_ARG_MEAN, partMeans.memory(each, part))
                        .with(DNNL_ARG_VARIANCE, partVariances.memory(each, part)));
    }

    /** Puts together what the steps found of parts of the pixels; to be called once they are done. */
    void take() {
        float[] meansOf = partMeans.floats().read(),
                variancesOf = partVariances.floats().read();
        for (int i = 0; i < means.length; i++) {
            int first = i / channels * wide + i % channels;
            double mean = 0, squares = 0;
            for (int part = 0; part < parts.length; part++) {
                mean += weights[part] * meansOf[first + parts[part]];
            }
            for (int part = 0; part < parts.length; part++) {
                double apart = meansOf[first + parts[part]] - mean;
                squares += weights[part] * (variancesOf[first + parts[part]] + apart * apart);
            }
            means[i] = (float) mean;
            variances[i] = (float) squares;
        }
    }

    /** The means, [B, C]. */
    float[] means() {
        return means;
    }

    /** The variances about them, [B, C]. */
    float[] variances() {
        return variances;
    }

    void end() {
        partMeans.end();
        partVariances.end();
        draft.release(unused);
    }
}
