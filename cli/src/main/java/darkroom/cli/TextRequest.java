package darkroom.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model of texts is asked for.
 *
 * @param negative what guidance leads away from; empty for nothing in particular
 * @param given the picture that it begins with; null where it begins in pure noise
 * @param loras by which the model is changed
 * @param height of the pictures, in pixels
 * @param tiles whether large ones are decoded in tiles
 */
record TextRequest(
        String prompt,
        String negative,
        @Nullable Given given,
        List<LoraFile> loras,
        int height,
        int width,
        boolean tiles) {

    void note(ObjectNode json) {
        json.put("prompt", prompt).put("negative", negative);
        if (given != null) {
            given.note(json);
        }
        if (!loras.isEmpty()) {
            ArrayNode list = json.putArray("lora");
            loras.forEach(
                    lora -> list.addObject().put("file", lora.file().toString()).put("scale", lora.scale()));
        }
        json.put("width", width).put("height", height);
        if (tiles) {
            json.put("tiles", true);
        }
    }
}
