package darkroom.train;

import darkroom.data.Batch;
import darkroom.data.Scene;
import darkroom.data.SceneAttribute;
import darkroom.data.Scenes;
import darkroom.network.Classifier;
import darkroom.network.Operations;
import darkroom.torch.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Learning to say what is in the picture of a scene: the sum over its attributes of the cross-entropy of the classifier's logits for them.
 *
 * @param network what learns: its classes are the values of all attributes, one after the other, its channels those of a picture and two more
 *     that say where a pixel is
 * @param data what it learns from
 */
public record SceneReadingTask(Classifier network, Scenes data) implements ExampleTask {

    private static final int PLACES = 2;

    public SceneReadingTask {
        int values = SceneAttribute.labels().size(), channels = (int) data.shape()[0] + PLACES;
        if (network.classes() != values || network.channels() != channels) {
            throw new IllegalArgumentException("A classifier of scenes has " + channels + " channels and " + values
                    + " classes, not " + network.channels() + " and " + network.classes() + ".");
        }
    }

    @Override
    public Tensor loss(Operations<Tensor> on, Batch drawn) {
        List<Scene> scenes = drawn.captions().stream().map(Scene::of).toList();
        Tensor logits = logits(on, network, Stacked.values(drawn, data)).to(torch.ScalarType.Float);
        Tensor loss = Tensors.of(new float[] {0}, 1).sum();
        long from = 0;
        for (SceneAttribute attribute : SceneAttribute.values()) {
            long[] values = scenes.stream().mapToLong(attribute::of).toArray();
            loss = loss.add(crossEntropy(logits.narrow(1, from, attribute.size()), values));
            from += attribute.size();
        }
        return loss;
    }

    /** Of the rows that have a value; 0 when none has. */
    private static Tensor crossEntropy(Tensor logits, long... values) {
        Tensor rows = Tensors.of(values, values.length);
        Tensor known = rows.ge(new Scalar(0));
        Tensor each = torch.log_softmax(logits, 1)
                .gather(1, rows.clamp_min(new Scalar(0)).unsqueeze(1))
                .squeeze(1)
                .neg();
        return each.mul(known).mean();
    }

    /**
     * What a classifier of scenes says of pictures.
     *
     * @param pictures [B, 3, H, W] in [-1, 1]
     * @return logits [B, values], those of one attribute behind those of another
     */
    public static Tensor logits(Operations<Tensor> on, Classifier network, Tensor pictures) {
        long rows = pictures.size(0), height = pictures.size(2), width = pictures.size(3);
        Tensor right = line(width).view(1, 1, 1, width).expand(rows, 1, height, width);
        Tensor down = line(height).view(1, 1, height, 1).expand(rows, 1, height, width);
        return network.forward(on, Tensors.concatenated(1, pictures, right, down));
    }

    private static Tensor line(long length) {
        float[] places = new float[(int) length];
        for (int i = 0; i < places.length; i++) {
            places[i] = (2 * i + 1) / (float) length - 1;
        }
        return Tensors.of(places, length);
    }
}
