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
    private final long samples;
    private final long channels;
    private final long pixels;
    private final Lent from;

    SquaredDistances(Draft draft, Node picture) {
        this.draft = draft;
        samples = picture.size(0);
        channels = picture.channels();
        pixels = picture.rows() / samples;
        from = new Lent(draft, samples * channels);
    }

    /** Adds the step. */
    void plan(String kind, Place picture, Place to) {
        draft.steps().share(kind, pixels, band -> share(picture, to, band));
    }

    private Steps.Primitive share(Place picture, Place to, Band band) {
        memory.desc some = Layout.dense(draft.precision(), samples, band.count(), channels);
        memory.desc centres = Layout.dense(memory.data_type.f32, samples, 1, channels);
        long before = band.first() * channels;
        post_ops square = new post_ops();
        square.append_eltwise(algorithm.eltwise_square, 0, 0);
        primitive_attr attributes = draft.device().attributes();
        attributes.set_post_ops(square);
        binary.primitive_desc difference = new binary.primitive_desc(
                draft.device().processor(), algorithm.binary_sub, some, centres, some, attributes, false);
        return new Steps.Primitive(
                difference,
                new binary(difference),
                new Arguments()
                        .with(DNNL_ARG_SRC_0, draft.memory(picture, some, before))
                        .with(DNNL_ARG_SRC_1, from.memory(centres, 0))
                        .with(DNNL_ARG_DST, draft.memory(to, some, before)));
    }

    /** Names the centres, [B, C]; to be called before the step is done. */
    void from(float[] numbers) {
        from.floats().write(numbers);
    }

    void end() {
        from.end();
    }
}
