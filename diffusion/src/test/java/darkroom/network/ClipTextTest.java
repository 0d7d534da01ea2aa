package darkroom.network;

import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.torch.TorchOperations;
import darkroom.torch.Weights;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class ClipTextTest {

    private static final int LENGTH = 16, CHANGED = 6;

    /** Two sentences that differ in one word differ there and behind it before anything is learned; before it they are the same. */
    @Test
    void aNewEncoderTellsWordsApart() {
        ClipText network =
                new ClipText(new ClipTextConfig(640, 128, 256, 128, 2, 4, LENGTH, "quick_gelu", 1e-5, 639), false);
        try (Weights weights = Weights.initial(Parameters.of(network), 1);
                TorchOperations on = new TorchOperations(weights)) {
            Scope.run(() -> {
                new NoGradGuard();
                Tensor one = encoded(network, on, 40), other = encoded(network, on, 41);
                for (int place = 0; place < LENGTH; place++) {
                    double apart = apart(one, other, place);
                    assertTrue(
                            place < CHANGED ? apart == 0 : place > CHANGED || apart > 0.5,
                            "apart by " + apart + " at " + place);
                    assertTrue(place <= CHANGED || apart > 0.005, "apart by " + apart + " at " + place);
                }
            });
        }
    }

    private static double apart(Tensor one, Tensor other, int place) {
        Tensor first = one.select(1, place), second = other.select(1, place);
        return first.sub(second).norm().item_double() / first.norm().item_double();
    }

    private static Tensor encoded(ClipText network, TorchOperations on, int word) {
        float[] ids = new float[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            ids[i] = i == CHANGED ? word : 100 + i;
        }
        Tensor tokens = Tensors.of(ids, 1, LENGTH).to(torch.ScalarType.Long);
        return network.forward(
                        on,
                        tokens,
                        torch.full(new long[] {1}, new Scalar(LENGTH - 1L)).to(torch.ScalarType.Long))
                .last();
    }
}
