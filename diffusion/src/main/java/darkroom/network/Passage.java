package darkroom.network;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The way through a U-Net: down, through the middle and up, with skips from one side to the other (Ronneberger et al. 2015).
 *
 * @param down the stages on the way down, outermost first
 * @param middle the layers between; none in a network without
 * @param up the stages on the way up, innermost first
 */
record Passage(List<DownStage> down, List<Layer> middle, List<UpStage> up) implements Parametrised {

    Passage {
        down = List.copyOf(down);
        middle = List.copyOf(middle);
        up = List.copyOf(up);
    }

    @Override
    public void declare(Parameters parameters) {
        down.forEach(stage -> stage.declare(parameters));
        middle.forEach(layer -> layer.declare(parameters));
        up.forEach(stage -> stage.declare(parameters));
    }

    /** What comes out at the other end, in the size of what goes in. */
    <T> Flow<T> forward(Operations<T> on, Flow<T> in, Told<T> told) {
        Deque<T> skips = new ArrayDeque<>();
        skips.push(in.hidden());
        Flow<T> flow = in;
        for (DownStage stage : down) {
            flow = stage.forward(on, flow, told, skips);
        }
        T hidden = flow.hidden();
        for (Layer layer : middle) {
            hidden = layer.forward(on, hidden, told);
        }
        flow = new Flow<>(hidden, null);
        for (UpStage stage : up) {
            flow = stage.forward(on, flow, told, skips);
        }
        return flow;
    }
}
