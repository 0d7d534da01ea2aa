package darkroom.plan;

import java.util.List;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Softmax attention (Vaswani et al. 2017, eq. 1), for a few samples or for a few heads and queries of one sample at a time: so the scores
 * take little memory and stay in the processor's cache.
 */
record Attention(int heads) implements Operation {

    private static final long MOST_BYTES = 1 << 20;

    /** With fewer queries, heads take turns: products of a few rows are slow. */
    private static final long FEW_QUERIES = 64;

    @Override
    public void plan(Node node, Draft draft) {
        if (node.input(0).size(1) == 1 && node.input(1).size(1) == 1) {
            planOneToken(node, draft);
        } else {
            planTokens(node, draft);
        }
        draft.read(node.inputs());
    }

    /** A single token takes all from itself. */
    private static void planOneToken(Node node, Draft draft) {
        Place value = draft.place(node.input(2)), to = draft.make(node);
        long[] shape = {node.rows(), node.channels()};
        draft.device()
                .copy(
                        "attention: values",
                        draft.memory(value, Layout.strided(value.type(), shape, value.stride(), 1)),
                        draft.memory(to, Layout.dense(to.type(), shape)),
                        draft.steps());
    }

    private void planTokens(Node node, Draft draft) {
        Node query = node.input(0), key = node.input(1);
        long batch = query.size(0), queries = query.size(1), keys = key.size(1), channels = query.channels();
        List<Place> places = node.inputs().stream().map(draft::place).toList();
        long most = MOST_BYTES / Layout.bytes(draft.precision());
        long samples = divisor(
                batch,
                most / (heads * queries * keys),
                count -> places.stream()
                        .noneMatch(place ->
                                mistaken(place, count, queries, channels) || mistaken(place, count, keys, channels)));
        // Threads that share a sample's queries take equally many, or else one takes all.
        List<Band> bands = draft.steps().bands(queries);
        long share = queries % bands.size() == 0 ? queries / bands.size() : queries;
        long atOnce = samples > 1 ? heads : divisor(heads, most / (FEW_QUERIES * keys), count -> true);
        long together = samples > 1 ? queries : divisor(share, most / (atOnce * keys), count -> true);
        Place to = draft.make(node);
        AttentionPart.Size size = new AttentionPart.Size(samples, atOnce, together, keys, channels / heads);
        List<AttentionPart> parts = Stream.generate(() -> new AttentionPart(draft, size, places, to))
                .limit(queries / share)
                .toList();
        for (long sample = 0; sample < batch; sample += samples) {
            for (long head = 0; head < heads; head += atOnce) {
                for (long row = 0; row < share; row += together) {
                    AttentionPart.plan(draft.steps(), parts, sample * queries + row, share, sample * keys, head);
                }
            }
        }
        parts.forEach(AttentionPart::end);
    }

    /** Whether oneDNN, which guesses the order of dimensions by their strides, takes samples for tokens (as of 3.11). */
    private static boolean mistaken(Place place, long samples, long tokens, long channels) {
        return samples > 1 && place.stride() > channels && samples * channels == tokens * place.stride();
    }

    private static long divisor(long number, long most, LongPredicate fits) {
        return LongStream.iterate(Math.max(1, Math.min(number, most)), candidate -> candidate - 1)
                .filter(candidate -> number % candidate == 0 && (candidate == 1 || fits.test(candidate)))
                .findFirst()
                .orElseThrow();
    }
}
