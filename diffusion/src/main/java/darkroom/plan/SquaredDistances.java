package darkroom.plan;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;

import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;

/** The squares of the distances of all pixels from a number for each sample and channel. */
final class SquaredDistances {

    private final Draft draft;
    private final memory.desc pixels;
    private final memory.desc centres;
    private final binary.primitive_desc difference;
    private final Lent from;

    SquaredDistances(Draft draft, Node picture) {
        this.draft = draft;
        long samples = picture.size(0), channels = picture.channels(), size = picture.rows() / samples;
        pixels = Layout.dense(draft.precision(), samples, size, channels);
        centres = Layout.dense(memory.data_type.f32, samples, 1, channels);
        post_ops square = new post_ops();
        square.append_eltwise(algorithm.eltwise_square, 0, 0);
        primitive_attr attributes = draft.device().attributes();
        attributes.set_post_ops(square);
        difference = new binary.primitive_desc(
                draft.device().processor(), algorithm.binary_sub, pixels, centres, pixels, attributes, false);
        from = new Lent(draft, samples * channels);
    }

    /** Adds the step. */
    void plan(String kind, Place picture, Place to) {
        draft.steps()
                .add(
                        kind,
                        difference,
                        new binary(difference),
                        new Arguments()
                                .with(DNNL_ARG_SRC_0, draft.memory(picture, pixels))
                                .with(DNNL_ARG_SRC_1, from.memory(centres, 0))
                                .with(DNNL_ARG_DST, draft.memory(to, pixels)));
    }

    /** Names the centres, [B, C]; to be called before the step is done. */
    void from(float[] numbers) {
        from.floats().write(numbers);
    }

    void end() {
        from.end();
    }
}
