package darkroom.diffusers.scheduler;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.settings.JsonText;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What a run asks of a scheduler: how many steps, and what diffusers takes as arguments of a run rather than as options.
 *
 * @param steps how many
 * @param options the arguments
 */
record Asked(int steps, Options options) {

    private static final Map<String, JsonNode> USUAL = usual();

    /** The names of all arguments. */
    static final Set<String> NAMES = Collections.unmodifiableSet(USUAL.keySet());

    private static Map<String, JsonNode> usual() {
        Map<String, JsonNode> usual = new LinkedHashMap<>();
        JsonText.parse("""
            {"timesteps": null, "sigmas": null, "eta": null, "use_clipped_model_output": false, "order": 4, "mu": null,
             "original_inference_steps": null, "strength": 1, "s_churn": 0, "s_tmin": 0, "s_tmax": "Infinity", "s_noise": 1}
            """).node().properties().forEach(each -> usual.put(each.getKey(), each.getValue()));
        return usual;
    }

    private static final int MOST = 1_000_000;

    static Asked of(String scheduler, int steps, Map<String, JsonNode> arguments) {
        for (String name : arguments.keySet()) {
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException(scheduler + ": there is no argument " + name + " of a run; known: "
                        + String.join(", ", NAMES) + ".");
            }
        }
        Options options = new Options(scheduler, USUAL, arguments);
        int counted = options.has("timesteps")
                ? options.numbers("timesteps").length
                : options.has("sigmas") ? options.numbers("sigmas").length : steps;
        if (counted < 1 || counted > MOST) {
            throw new IllegalArgumentException(scheduler + ": a run has 1 step or more, not " + counted + ".");
        }
        return new Asked(counted, options);
    }

    /** The options whose place timesteps or sigmas take that are given one by one. */
    String[] replaced() {
        return options.has("timesteps")
                ? new String[] {"timestep_spacing", "steps_offset", "lambda_min_clipped"}
                : options.has("sigmas")
                        ? new String[] {
                            "timestep_spacing",
                            "steps_offset",
                            "interpolation_type",
                            "use_karras_sigmas",
                            "use_exponential_sigmas",
                            "use_beta_sigmas",
                            "final_sigmas_type"
                        }
                        : new String[0];
    }

    /** The same for a scheduler that is not told timesteps or sigmas. */
    int counted() {
        for (String name : new String[] {"timesteps", "sigmas"}) {
            if (options.has(name)) {
                throw options.refused(name + " cannot be given one by one to this scheduler.");
            }
        }
        return steps;
    }

    /** Timesteps given one by one, falling; or else others. */
    double[] timestepsOr(int trained, Supplier<double[]> others) {
        if (options.has("sigmas")) {
            throw options.refused("sigmas cannot be given one by one to this scheduler.");
        }
        if (!options.has("timesteps")) {
            return others.get();
        }
        double[] given = options.numbers("timesteps");
        for (int i = 1; i < given.length; i++) {
            if (!(given[i] < given[i - 1])) {
                throw options.refused("timesteps must fall, but " + given[i - 1] + " is followed by " + given[i] + ".");
            }
        }
        return Timesteps.checked(options, given, trained);
    }

    /** No more steps than were trained. */
    Asked atMost(int trained) {
        if (steps > trained) {
            throw options.refused(
                    "there are " + trained + " timesteps, so a run has at most as many steps, not " + steps + ".");
        }
        return this;
    }
}
