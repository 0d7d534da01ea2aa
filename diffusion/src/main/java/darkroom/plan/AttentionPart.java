package darkroom.plan;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.softmax_forward;

/** Attention of some queries to all keys of their samples: a product of matrices, a softmax and another product. */
final class AttentionPart {

    /** How many of each there are, and how many channels a head has. */
    record Size(long samples, long heads, long queries, long keys, long width) {}

    private final Draft draft;
    private final Size size;
    private final Place query;
    private final Place key;
    private final Place value;
    private final Place to;
    private final Buffer scores;
    private final memory.desc scored;
    private final matmul.primitive_desc scoring;
    private final softmax_forward.primitive_desc softmax;
    private final matmul.primitive_desc mixing;

    AttentionPart(Draft draft, Size size, List<Place> inputs, Place to) {
        this.draft = draft;
        this.size = size;
        this.query = inputs.get(0);
        this.key = inputs.get(1);
        this.value = inputs.get(2);
        this.to = to;
        Device device = draft.device();
        long[] shape = {size.samples, size.heads, size.queries, size.keys};
        scored = Layout.dense(to.type(), shape);
        scores = draft.lend(scored.get_size());
        scoring = new matmul.primitive_desc(
                device.processor(), rows(query, size.queries), keyColumns(), scored, scaled(device), false);
        softmax = new softmax_forward.primitive_desc(
                device.processor(),
                prop_kind.forward_inference,
                algorithm.softmax_accurate,
                scored,
                scored,
                shape.length - 1,
                device.attributes(),
                false);
        mixing = new matmul.primitive_desc(
                device.processor(), scored, rows(value, size.keys), rows(to, size.queries), device.attributes(), false);
    }

    private primitive_attr scaled(Device device) {
        post_ops scale = new post_ops();
        scale.append_eltwise(algorithm.eltwise_linear, (float) (1 / Math.sqrt(size.width)), 0);
        primitive_attr attributes = device.attributes();
        attributes.set_post_ops(scale);
        return attributes;
    }

    /** Each head's rows of tokens, [samples, heads, tokens, width]. */
    private memory.desc rows(Place place, long tokens) {
        return Layout.strided(
                place.type(),
                new long[] {size.samples, size.heads, tokens, size.width},
                tokens * place.stride(),
                size.width,
                place.stride(),
                1);
    }

    /** Each head's keys as columns, [samples, heads, width, keys]. */
    private memory.desc keyColumns() {
        return Layout.strided(
                key.type(),
                new long[] {size.samples, size.heads, size.width, size.keys},
                size.keys * key.stride(),
                size.width,
                1,
                key.stride());
    }

    /**
     * Adds the steps of parts of one size, each by a thread of its own.
     *
     * @param queryRow the first of the first part's queries, counted over the whole batch
     * @param apart from one part's queries to those of the next
     * @param keyRow the first of the keys, counted over the whole batch
     * @param head the first of the heads
     */
    static void plan(Steps steps, List<AttentionPart> parts, long queryRow, long apart, long keyRow, long head) {
        steps.add("attention: scores", each(parts, (part, i) -> part.score(queryRow + i * apart, keyRow, head)));
        steps.add("attention: softmax", each(parts, (part, i) -> part.normalise()));
        steps.add("attention: values", each(parts, (part, i) -> part.mix(queryRow + i * apart, keyRow, head)));
    }

    private interface Made {
        Steps.Primitive by(AttentionPart part, int index);
    }

    private static List<Steps.Primitive> each(List<AttentionPart> parts, Made made) {
        return IntStream.range(0, parts.size())
                .mapToObj(i -> made.by(parts.get(i), i))
                .toList();
    }

    private Steps.Primitive score(long queryRow, long keyRow, long head) {
        return new Steps.Primitive(
                scoring,
                new matmul(scoring),
                new Arguments()
                        .with(DNNL_ARG_SRC, at(query, rows(query, size.queries), queryRow, head))
                        .with(DNNL_ARG_WEIGHTS, at(key, keyColumns(), keyRow, head))
                        .with(DNNL_ARG_DST, scores()));
    }

    private Steps.Primitive normalise() {
        return new Steps.Primitive(
                softmax,
                new softmax_forward(softmax),
                new Arguments().with(DNNL_ARG_SRC, scores()).with(DNNL_ARG_DST, scores()));
    }

    private Steps.Primitive mix(long queryRow, long keyRow, long head) {
        return new Steps.Primitive(
                mixing,
                new matmul(mixing),
                new Arguments()
                        .with(DNNL_ARG_SRC, scores())
                        .with(DNNL_ARG_WEIGHTS, at(value, rows(value, size.keys), keyRow, head))
                        .with(DNNL_ARG_DST, at(to, rows(to, size.queries), queryRow, head)));
    }

    private memory scores() {
        return draft.memory(scores, scored, 0);
    }

    private memory at(Place place, memory.desc as, long row, long head) {
        return draft.memory(place, as, row * place.stride() + head * size.width);
    }

    /** Gives back the memory for scores. */
    void end() {
        draft.release(scores);
    }
}
