package darkroom.train;

import darkroom.data.Batch;
import darkroom.data.DataSet;
import darkroom.torch.Tensors;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;

/** Examples as tensors. */
final class Stacked {

    private Stacked() {}

    /** The values of a batch, [B, ...] of the data's shape. */
    static Tensor values(Batch batch, DataSet data) {
        return Tensors.of(
                batch.values(),
                LongStream.concat(LongStream.of(batch.labels().length), Arrays.stream(data.shape()))
                        .toArray());
    }
}
