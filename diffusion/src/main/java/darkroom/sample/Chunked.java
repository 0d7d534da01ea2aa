package darkroom.sample;

import darkroom.objective.PredictionType;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/**
 * A denoiser that is evaluated on a few samples at a time, so that a large batch takes no more working memory than a small
 * one. The run around it holds the whole batch and draws its noise at once: a picture does not depend on its chunk.
 *
 * @param denoiser what is evaluated
 * @param rows the most rows of an evaluation, at least 1
 */
public record Chunked(Denoiser denoiser, int rows) implements Denoiser {

    /** Below this the last bits may depend on the number of rows: libtorch treats a single row in a way of its own. */
    private static final int FEWEST = 3;

    public Chunked {
        if (rows < 1) {
            throw new IllegalArgumentException("An evaluation has at least 1 row, not " + rows + ".");
        }
    }

    @Override
    public PredictionType prediction() {
        return denoiser.prediction();
    }

    @Override
    public Tensor output(Tensor x, List<Row> all) {
        int count = all.size(), most = Math.max(FEWEST, rows);
        int chunks = (count + most - 1) / most;
        if (chunks <= 1) {
            return denoiser.output(x, all);
        }
        return Scope.keep(() -> Tensors.concatenated(
                0,
                IntStream.range(0, chunks)
                        .mapToObj(i -> chunk(x, all, place(i, count, chunks), place(i + 1, count, chunks)))
                        .toArray(Tensor[]::new)));
    }

    /** Where a chunk begins; chunks differ by one row at most. */
    private static int place(int chunk, int count, int chunks) {
        return (int) ((long) chunk * count / chunks);
    }

    private Tensor chunk(Tensor x, List<Row> all, int from, int to) {
        return Scope.keep(() -> denoiser.output(x.narrow(0, from, to - from), all.subList(from, to)));
    }
}
