package darkroom.guide;

import darkroom.schedule.NoiseLevel;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** Which conditions are evaluated at a level, and how their outputs become one. */
public interface Guidance {

    /** Takes the condition as it is. */
    Guidance NONE = new Guidance() {
        @Override
        public List<Condition> wanted(Condition condition, NoiseLevel level) {
            return List.of(condition);
        }

        @Override
        public Tensor combine(List<Tensor> outputs, NoiseLevel level) {
            return outputs.get(0);
        }

        @Override
        public String toString() {
            return "no guidance";
        }
    };

    /** The conditions to evaluate, in one evaluation. */
    List<Condition> wanted(Condition condition, NoiseLevel level);

    /** One output [B, ...] from those of the wanted conditions, in their order. */
    Tensor combine(List<Tensor> outputs, NoiseLevel level);
}
