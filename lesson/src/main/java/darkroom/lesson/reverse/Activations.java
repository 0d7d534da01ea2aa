package darkroom.lesson.reverse;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.lesson.studio.Frames;
import darkroom.lesson.web.Json;
import darkroom.torch.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;

/** What a part of a network gave for one picture, as the page needs it. */
final class Activations {

    private Activations() {}

    /**
     * A part's record: of a picture the channel that varies most, of an embedding all of it.
     *
     * @param result [1, C, H, W] or [1, C]
     * @param whole whether all channels are wanted, with the range of each
     */
    static ObjectNode of(Tensor result, boolean whole) {
        float[] all = Tensors.floats(result);
        int channels = (int) result.size(1), size = result.dim() == 4 ? all.length / channels : all.length;
        ObjectNode json = Json.object();
        int shown = 0;
        double most = -1;
        ArrayNode deviations = Json.object().putArray("deviations");
        for (int from = 0; from < all.length; from += size) {
            float[] channel = Arrays.copyOfRange(all, from, from + size);
            double deviation = Frames.deviation(channel, Frames.mean(channel));
            deviations.add(deviation);
            if (deviation > most) {
                most = deviation;
                shown = from / size;
            }
        }
        double mean = Frames.mean(all);
        json.put("mean", mean).put("deviation", Frames.deviation(all, mean)).put("channel", shown);
        json.put("x", Json.numbers(Arrays.copyOfRange(all, shown * size, (shown + 1) * size)));
        if (whole) {
            json.put("all", Json.numbers(all)).set("deviations", deviations);
        }
        return json;
    }
}
