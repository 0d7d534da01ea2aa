package darkroom.network;

import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The layers of one size on the way down, and what halves the size behind them.
 *
 * @param seen the convolution by which the picture in half its size is added; absent in all but skip blocks
 */
record DownStage(
        List<Layer> layers,
        @Nullable Unit resizing,
        @Nullable String seen) implements Parametrised {

    /** Red, green and blue, which skip blocks take for granted. */
    static final int COLOURS = 3;

    @Override
    public void declare(Parameters parameters) {
        layers.forEach(layer -> layer.declare(parameters));
        if (resizing != null) {
            resizing.declare(parameters);
        }
        if (seen != null) {
            parameters.convolution(seen, COLOURS, layers.get(0).residual().channels(), 1);
        }
    }

    /** The stage's output; what skips around the deeper stages is pushed. */
    <T> Flow<T> forward(Operations<T> on, Flow<T> in, Told<T> told, Deque<T> skips) {
        T hidden = in.hidden(), picture = in.picture();
        for (Layer layer : layers) {
            hidden = layer.forward(on, hidden, told);
            skips.push(hidden);
        }
        if (resizing != null) {
            hidden = resizing.forward(on, hidden, told);
            if (seen != null && picture != null) {
                picture = on.smoothPool(picture);
                hidden = on.part(seen, on.add(on.convolution(seen, picture, 1, 0), hidden));
            }
            skips.push(hidden);
        }
        return new Flow<>(hidden, picture);
    }
}
