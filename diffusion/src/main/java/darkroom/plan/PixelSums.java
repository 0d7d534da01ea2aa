package darkroom.plan;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;

/** The sums of each channel over the pixels of each picture, as products with a row of ones. */
final class PixelSums {

    private final Draft draft;
    private final memory ones;
    private final memory.desc pixels;
    private final memory.desc sums;
    private final matmul.primitive_desc product;
    private final Lent result;

    PixelSums(Draft draft, Node picture) {
        this.draft = draft;
        long samples = picture.size(0), channels = picture.channels(), size = picture.rows() / samples;
        memory.data_type type = draft.precision();
        ones = draft.weights().ones(type, samples, 1, size);
        pixels = Layout.dense(type, samples, size, channels);
        sums = Layout.dense(memory.data_type.f32, samples, 1, channels);
        product = new matmul.primitive_desc(
                draft.device().processor(),
                ones.get_desc(),
                pixels,
                sums,
                draft.device().attributes(),
                false);
        result = new Lent(draft, samples * channels);
    }

    /** Adds the step that sums pictures of the size that was named. */
    void plan(String kind, Place from) {
        draft.steps()
                .add(
                        kind,
                        product,
                        new matmul(product),
                        new Arguments()
                                .with(DNNL_ARG_SRC, ones)
                                .with(DNNL_ARG_WEIGHTS, draft.memory(from, pixels))
                                .with(DNNL_ARG_DST, result.memory(sums, 0)));
    }

    /** The sums, [B, C], once the step is done. */
    float[] numbers() {
        return result.floats().read();
    }

    void end() {
        result.end();
    }
}
