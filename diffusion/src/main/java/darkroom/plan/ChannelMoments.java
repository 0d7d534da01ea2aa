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
 * normalises is not needed.
 */
final class ChannelMoments {

    private final Draft draft;
    private final Pictures sample;
    private final long samples;
    private final long channels;
    private final List<Band> bands;
    private final Lent means;
    private final Lent variances;
    private final Buffer unused;

    ChannelMoments(Draft draft, Node picture) {
        this.draft = draft;
        sample = Pictures.of(picture).sample(0);
        samples = picture.size(0);
        channels = picture.channels();
        bands = draft.steps().bands(sample.height());
        means = new Lent(draft, bands.size() * samples * channels);
        variances = new Lent(draft, bands.size() * samples * channels);
        // Not the result's room, which the step before may be reading for another thread's rows.
        unused = draft.lend(picture.rows() / samples * channels * Layout.bytes(draft.precision()));
    }

    /** Adds the steps, one for each sample. */
    void plan(String kind, Place from) {
        for (long i = 0; i < samples; i++) {
            Pictures one = sample.sample(i);
            long number = i * channels;
            draft.steps()
                    .share(
                            kind,
                            one.height(),
                            band -> share(
                                    one.rows(band),
                                    sample.rows(band).before() * channels,
                                    bands.indexOf(band) * samples * channels + number,
                                    from));
        }
    }

    private Steps.Primitive share(Pictures pixels, long before, long number, Place from) {
        batch_normalization_forward.primitive_desc moments = new batch_normalization_forward.primitive_desc(
                draft.device().processor(),
                prop_kind.forward_training,
                pixels.whole(from.type()),
                pixels.whole(from.type()),
                1,
                normalization_flags.none,
                draft.device().attributes(),
                false);
        return new Steps.Primitive(
                moments,
                new batch_normalization_forward(moments),
                new Arguments()
                        .with(DNNL_ARG_SRC, draft.memory(from, pixels))
                        .with(
                                DNNL_ARG_DST,
                                draft.memory(unused, pixels.whole(from.type()), before * Layout.bytes(from.type())))
                        .with(DNNL_ARG_MEAN, means.memory(Layout.list(channels, memory.data_type.f32), number))
                        .with(
                                DNNL_ARG_VARIANCE,
                                variances.memory(Layout.list(channels, memory.data_type.f32), number)));
    }

    /** How many pixels of each sample the parts of the numbers are of, in their order. */
    long[] pixels() {
        return bands.stream()
                .mapToLong(band -> band.count() * sample.shape()[3])
                .toArray();
    }

    /** The means of the parts behind each other, [B, C] each, once the steps are done. */
    float[] means() {
        return means.floats().read();
    }

    /** The variances of the parts, likewise. */
    float[] variances() {
        return variances.floats().read();
    }

    void end() {
        means.end();
        variances.end();
        draft.release(unused);
    }
}
