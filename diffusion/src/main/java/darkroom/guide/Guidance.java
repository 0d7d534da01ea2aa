package darkroom.guide;

import darkroom.schedule.NoiseLevel;
import darkroom.settings.Kinds;
import darkroom.settings.Registry;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** Which conditions are evaluated at a level, and how their outputs become one. */
@Kinds(Guidance.class)
public interface Guidance {

    /** All kinds, by the names of recipes and the command line; a number is the scale of classifier-free guidance. */
    Registry<Guidance> ALL = new Registry<Guidance>("guidance", "guidance", null)
            .with(
                    "classifier_free",
                    ClassifierFree.class,
                    "Classifier-free guidance (Ho and Salimans 2022); a number alone is its scale.")
            .with(
                    "rescaled",
                    RescaledGuidance.class,
                    "Classifier-free guidance with the spread of the conditional output (Lin et al. 2023).")
            .with(
                    "interval",
                    GuidanceInterval.class,
                    "Guidance at some levels of noise only (Kynkaanniemi et al. 2024).")
            .ofNumber("classifier_free");

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

    /** The scale W; 1 where nothing is exaggerated. */
    default double scale() {
        return 1;
    }

    /** The conditions to evaluate, in one evaluation. */
    List<Condition> wanted(Condition condition, NoiseLevel level);

    /** One output [B, ...] from those of the wanted conditions, in their order. */
    Tensor combine(List<Tensor> outputs, NoiseLevel level);
}
