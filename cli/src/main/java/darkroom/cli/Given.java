package darkroom.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.model.Redrawing;
import darkroom.model.TextToImage;
import darkroom.picture.Picture;
import darkroom.picture.Reshaping;
import darkroom.torch.Tensors;
import java.nio.file.Path;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A picture that a model of texts draws anew, or a part of it.
 *
 * @param file the picture's
 * @param maskFile the mask's, light where the picture is painted anew; null where all of it is
 * @param strength how far it is noised, above 0 to 1
 */
record Given(
        Path file,
        Picture picture,
        @Nullable Path maskFile,
        @Nullable Picture mask,
        double strength) {

    /** The drawing that begins with it, its tensors in the caller's scope. */
    Redrawing redrawing(TextToImage model, Seeding seeding, int height, int width) {
        // One stream of noise encodes one picture for all samples, several streams encode one for each.
        long rows = seeding.seeds().length;
        int channels = model.codec().config().inChannels();
        Tensor shown = tensor(picture, channels, height, width).expand(rows, -1, -1, -1);
        if (mask == null) {
            return new Redrawing(model, shown, null, false);
        }
        Tensor light = tensor(mask, 1, height, width);
        return new Redrawing(model, shown, light.ge(new Scalar(0)).to(light.scalar_type()), strength == 1);
    }

    private static Tensor tensor(Picture picture, int channels, int height, int width) {
        Picture fitting = Reshaping.withChannels(Reshaping.resized(picture, width, height), channels);
        return Tensors.of(fitting.floats(), 1, channels, height, width);
    }

    void note(ObjectNode json) {
        json.put("image", file.toString()).put("strength", strength);
        if (maskFile != null) {
            json.put("mask", maskFile.toString());
        }
    }
}
