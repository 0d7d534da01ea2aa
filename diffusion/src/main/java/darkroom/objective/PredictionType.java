package darkroom.objective;

import darkroom.schedule.NoiseLevel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What a network's output means: a mix {@code a * x0 + b * noise} whose two weights depend on the level alone.
 *
 * <p>Together with {@code x = alpha * x0 + sigma * noise} that is two equations, so one output determines x0 and the
 * noise wherever the two are independent.
 */
public interface PredictionType {

    /**
     * The weights of an output.
     *
     * @param ofX0 the weight of the clean sample
     * @param ofNoise the weight of the noise
     */
    record Mix(double ofX0, double ofNoise) {}

    /** The noise itself (Ho et al. 2020, eq. 12). */
    PredictionType EPSILON = of("epsilon", level -> new Mix(0, 1));

    /** The clean sample. */
    PredictionType X0 = of("sample", level -> new Mix(1, 0));

    /** The velocity along the circle from picture to noise (Salimans and Ho 2022, appendix D), for any power. */
    PredictionType V = of("v_prediction", level -> {
        NoiseLevel unit = level.normalised();
        return new Mix(-unit.sigma(), unit.alpha());
    });

    /** The velocity along the straight line from picture to noise (Liu et al. 2022). */
    PredictionType FLOW = of("flow_prediction", level -> new Mix(-1, 1));

    /**
     * The output of a preconditioned network, of unit variance at every level (Karras et al. 2022, table 1).
     *
     * @param sigmaData the data's standard deviation, positive
     */
    static PredictionType edm(double sigmaData) {
        if (!(sigmaData > 0)) {
            throw new IllegalArgumentException(
                    "The data's standard deviation must be positive, not " + sigmaData + ".");
        }
        return of("edm", level -> {
            double signal = sigmaData * level.alpha(), scale = sigmaData * Math.hypot(level.sigma(), signal);
            return new Mix(level.sigma() / scale, -sigmaData * signal / scale);
        });
    }

    /** The names of all types; those of diffusers where it has them. */
    static Map<String, PredictionType> all() {
        Map<String, PredictionType> all = new LinkedHashMap<>();
        for (PredictionType type : new PredictionType[] {EPSILON, X0, V, FLOW, edm(0.5)}) {
            all.put(type.name(), type);
        }
        return all;
    }

    /**
     * The type of a name.
     *
     * @throws IllegalArgumentException when there is none
     */
    static PredictionType named(String name) {
        PredictionType type = all().get(name);
        if (type == null) {
            throw new IllegalArgumentException(
                    "There is no prediction type '" + name + "': known are " + String.join(", ", all().keySet()) + ".");
        }
        return type;
    }

    /** A type of which only the mix is told. */
    static PredictionType of(String name, Function<NoiseLevel, Mix> mix) {
        return new PredictionType() {
            @Override
            public Mix mix(NoiseLevel level) {
                return mix.apply(level);
            }

            @Override
            public String name() {
                return name;
            }

            @Override
            public String toString() {
                return name;
            }
        };
    }

    /** The weights at a level. */
    Mix mix(NoiseLevel level);

    /** The name by which recipes and configurations call this type. */
    String name();
}
