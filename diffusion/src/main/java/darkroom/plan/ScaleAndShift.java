package darkroom.plan;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;

/** {@code scale * x + shift} with a scale and a shift for each sample and channel, and what a chain has behind it. */
final class ScaleAndShift {

    /** Changes the scales and shifts, [B, C] each and 1 and 0 at first, by numbers of each sample. */
    interface Change {
        void by(List<float[]> numbers, int channels, float[] scales, float[] shifts);
    }

    private final Draft draft;
    private final Chain chain;
    private final Pictures sample;
    private final long samples;
    private final long channels;
    private final memory.desc factor;
    private final Lent scales;
    private final Lent shifts;

    ScaleAndShift(Draft draft, Node picture, Chain chain) {
        this.draft = draft;
        this.chain = chain;
        samples = picture.size(0);
        channels = picture.channels();
        sample = Pictures.of(picture).sample(0);
        factor = sample.channels();
        scales = new Lent(draft, samples * channels);
        shifts = new Lent(draft, samples * channels);
    }

    /** Adds the steps for a picture or tokens, the first input, that are changed by numbers, the others. */
    static void planAlone(Node node, Draft draft, Change change) {
        Node picture = node.input(0);
        Chain chain = Chain.from(draft, node, Chain.Ability.CHANGE);
        Place from = draft.place(picture), to = draft.make(chain.last());
        ScaleAndShift steps = new ScaleAndShift(draft, picture, chain);
        List<Floats> numbers = node.inputs().subList(1, node.inputs().size()).stream()
                .map(draft::floats)
                .toList();
        int channels = Math.toIntExact(steps.channels);
        float[] scales = new float[Math.toIntExact(steps.samples) * channels], shifts = new float[scales.length];
        draft.steps().add("numbers of channels", () -> {
            Arrays.fill(scales, 1);
            Arrays.fill(shifts, 0);
            change.by(numbers.stream().map(Floats::read).toList(), channels, scales, shifts);
            steps.by(scales, shifts);
        });
        steps.plan("scale and shift", from, to);
        steps.end();
        draft.read(node.inputs());
    }

    /** Adds the steps, one for each sample: oneDNN has no compiled code for several with different numbers. */
    void plan(String kind, Place from, Place to) {
        for (long i = 0; i < samples; i++) {
            Pictures one = sample.sample(i);
            long numbers = i * channels;
            draft.steps().share(kind, one.height(), band -> share(one.rows(band), numbers, from, to));
        }
    }

    private Steps.Primitive share(Pictures pixels, long numbers, Place from, Place to) {
        binary.primitive_desc product = new binary.primitive_desc(
                draft.device().processor(),
                algorithm.binary_mul,
                pixels.whole(from.type()),
                factor,
                pixels.whole(to.type()),
                chain.attributesBehindSum(factor),
                false);
        return new Steps.Primitive(
                product,
                new binary(product),
                new Arguments()
                        .with(DNNL_ARG_SRC_0, draft.memory(from, pixels))
                        .with(DNNL_ARG_SRC_1, scales.memory(factor, numbers))
                        .withOperand(0, shifts.memory(factor, numbers))
                        .with(DNNL_ARG_DST, draft.memory(to, pixels)));
    }

    /** Names the numbers, [B, C] each; to be called before the steps are done. */
    void by(float[] scale, float[] shift) {
        scales.floats().write(scale);
        shifts.floats().write(shift);
    }

    void end() {
        scales.end();
        shifts.end();
    }
}
