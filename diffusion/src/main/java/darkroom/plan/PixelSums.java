package darkroom.plan;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;

/** The sums of each channel over the pixels of each picture, as products with a row of ones. */
final class PixelSums {

    private final Draft draft;
    private final long samples;
    private final long channels;
    private final long pixels;
    private final List<Band> bands;
    private final Lent parts;

    PixelSums(Draft draft, Node picture) {
        this.draft = draft;
        samples = picture.size(0);
        channels = picture.channels();
        pixels = picture.rows() / samples;
        bands = draft.steps().bands(pixels);
        parts = new Lent(draft, bands.size() * samples * channels);
    }

    /** Adds the step that sums pictures of the size that was named. */
    void plan(String kind, Place from) {
        draft.steps().share(kind, pixels, band -> share(from, band, bands.indexOf(band) * samples * channels));
    }

    private Steps.Primitive share(Place from, Band band, long part) {
        memory.data_type type = draft.precision();
        memory ones = draft.weights().ones(type, samples, 1, band.count());
        memory.desc summed = Layout.dense(type, samples, band.count(), channels);
        memory.desc sums = Layout.dense(memory.data_type.f32, samples, 1, channels);
        matmul.primitive_desc product = new matmul.primitive_desc(
                draft.device().processor(),
                ones.get_desc(),
                summed,
                sums,
                draft.device().attributes(),
                false);
        return new Steps.Primitive(
                product,
                new matmul(product),
                new Arguments()
                        .with(DNNL_ARG_SRC, ones)
                        .with(DNNL_ARG_WEIGHTS, draft.memory(from, summed, band.first() * channels))
                        .with(DNNL_ARG_DST, parts.memory(sums, part)));
    }

    /** The sums, [B, C], once the step is done. */
    float[] numbers() {
        float[] read = parts.floats().read();
        if (bands.size() == 1) {
            return read;
        }
        float[] sums = Arrays.copyOf(read, read.length / bands.size());
        for (int i = sums.length; i < read.length; i++) {
            sums[i % sums.length] += read[i];
        }
        return sums;
    }

    void end() {
        parts.end();
    }
}
