package darkroom.model;

import darkroom.latent.Codec;
import darkroom.picture.Grid;
import darkroom.picture.Picture;
import darkroom.picture.Plot;
import darkroom.sample.SamplingRun;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/** A batch of samples as one picture: a grid of pictures, or a plot of points. */
public final class Sheet {

    private static final int WANTED_SIZE = 128;
    private static final int LARGEST_SCALE = 8;
    private static final int PLOT_SIZE = 384;

    private final Codec codec;
    private final int wantedSize;
    private final long[] shape;

    /**
     * Sheets of samples.
     *
     * @param codec leads from samples to what they show
     * @param shape of what one shows: [channels, height, width] or [dimensions]
     */
    public Sheet(Codec codec, long... shape) {
        this(codec, WANTED_SIZE, shape);
    }

    private Sheet(Codec codec, int wantedSize, long... shape) {
        this.codec = codec;
        this.wantedSize = wantedSize;
        this.shape = shape.clone();
    }

    /** Sheets whose pictures are as large as they are, however small: see {@link #Sheet}. */
    public static Sheet ofTrueSize(Codec codec, long... shape) {
        return new Sheet(codec, 1, shape);
    }

    /**
     * Refuses samples that cannot be drawn.
     *
     * @throws IllegalArgumentException when they are neither pictures of 1 or 3 channels nor points of 1 or 2 dimensions
     */
    public void requireDrawable() {
        boolean drawable = shape.length == 3 ? shape[0] == 1 || shape[0] == 3 : shape[0] <= 2;
        if (!drawable) {
            throw new IllegalArgumentException("Samples of shape " + Arrays.toString(shape)
                    + " cannot be drawn; write them to a .safetensors file.");
        }
    }

    /** The samples of a run as they stand. */
    public Picture of(SamplingRun run) {
        return of(run.x());
    }

    /**
     * What the clean samples of a run are by the estimate behind its last step.
     *
     * @throws java.util.NoSuchElementException when it has made no step
     */
    public Picture estimate(SamplingRun run) {
        return of(run.past().stream().findFirst().orElseThrow().estimate().x0());
    }

    /** What the samples of a run show as they stand: pictures [B, C, H, W], or points [B, D]. */
    public Tensor shown(SamplingRun run) {
        return codec.decode(run.x());
    }

    private Picture of(Tensor samples) {
        float[] values = Scope.call(() -> Tensors.floats(codec.decode(samples)), kept -> Stream.empty());
        return of(values, (int) samples.size(0));
    }

    private Picture of(float[] values, int count) {
        if (shape.length == 1) {
            Plot plot = new Plot(PLOT_SIZE);
            return shape[0] == 2 ? plot.of(values) : plot.histogram(PLOT_SIZE / 8, values);
        }
        int channels = (int) shape[0],
                height = (int) shape[1],
                width = (int) shape[2],
                size = channels * height * width;
        int scale = Math.max(1, Math.min(LARGEST_SCALE, wantedSize / Math.max(height, width)));
        return Grid.square(count, scale)
                .of(IntStream.range(0, count)
                        .mapToObj(i -> Picture.ofFloats(
                                width, height, channels, Arrays.copyOfRange(values, i * size, (i + 1) * size)))
                        .toList());
    }
}
