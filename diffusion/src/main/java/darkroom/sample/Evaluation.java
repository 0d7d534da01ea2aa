package darkroom.sample;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * What a run needs a denoiser to look at before it can go on.
 *
 * @param x noisy samples [B, ...], each at its row's level; the run's, until it is answered or closed
 * @param rows B of them
 */
public record Evaluation(Tensor x, List<Row> rows) {}
