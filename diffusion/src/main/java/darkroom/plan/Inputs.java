package darkroom.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** What libtorch makes of what a network is told, copied to where a plan reads it. */
final class Inputs {

    private record Input(Function<Asked, Tensor> made, Buffer to) {}

    private final List<Input> list = new ArrayList<>();

    void add(Function<Asked, Tensor> made, Buffer to) {
        list.add(new Input(made, to));
    }

    /**
     * Copies all of it.
     *
     * @throws IllegalArgumentException when one has more or fewer numbers than were recorded
     */
    void fill(Asked asked) {
        for (Input input : list) {
            Tensor numbers = input.made.apply(asked).to(torch.ScalarType.Float).contiguous();
            if (numbers.numel() * Float.BYTES != input.to.bytes()) {
                throw new IllegalArgumentException("An evaluation that was recorded with "
                        + input.to.bytes() / Float.BYTES + " numbers is told " + numbers.numel() + ".");
            }
            Pointer.memcpy(input.to.start(), numbers.data_ptr(), input.to.bytes());
        }
    }
}
