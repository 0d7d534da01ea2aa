package darkroom.network;

import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The layers of one size on the way up, each of which takes in a skip, and what doubles the size behind them.
 *
 * @param attention behind all layers; absent in all but skip blocks
 * @param drawing what skip blocks draw of the picture
 */
record UpStage(
        List<Layer> layers,
        @Nullable Attends attention,
        @Nullable Unit resizing,
        @Nullable Drawing drawing) implements Parametrised {

    /**
     * Draws what a stage adds to the picture.
     *
     * @param norm in front of the convolution; absent in the last stage, which draws nothing
     */
    record Drawing(String convolution, @Nullable Norm norm) {

        <T> @Nullable T forward(Operations<T> on, T hidden, @Nullable T smaller) {
            T picture = smaller == null ? null : on.smoothUpsample(smaller);
            if (norm == null) {
                return picture;
            }
            T drawn = on.convolution(convolution, on.silu(norm.forward(on, hidden)), 1, 1);
            return on.part(convolution, picture == null ? drawn : on.add(picture, drawn));
        }
    }

    @Override
    public void declare(Parameters parameters) {
        layers.forEach(layer -> layer.declare(parameters));
        if (attention != null) {
            attention.declare(parameters);
        }
        if (resizing != null) {
            resizing.declare(parameters);
        }
        if (drawing != null && drawing.norm != null) {
            parameters.convolution(drawing.convolution, drawing.norm.channels(), DownStage.COLOURS, 3);
            drawing.norm.declare(parameters);
        }
    }

    /** The stage's output; the skips that it takes in are popped. */
    <T> Flow<T> forward(Operations<T> on, Flow<T> in, Told<T> told, Deque<T> skips) {
        T hidden = in.hidden();
        for (Layer layer : layers) {
            T skip = on.skip(layer.residual().name(), skips.pop());
            hidden = layer.forward(on, on.concatenate(hidden, skip), told);
        }
        if (attention != null) {
            hidden = attention.forward(on, hidden, told);
        }
        T picture = drawing == null ? in.picture() : drawing.forward(on, hidden, in.picture());
        return new Flow<>(resizing == null ? hidden : resizing.forward(on, hidden, told), picture);
    }
}
