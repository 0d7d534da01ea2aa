package darkroom.diffusers.scheduler;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * A scheduler of diffusers with its options, for any number of steps.
 *
 * @param name the class's name
 * @param options its options that differ from their defaults or repeat them, by name
 */
public record SchedulerConfig(String name, Map<String, JsonNode> options) {

    public SchedulerConfig {
        options = Map.copyOf(options);
    }

    /**
     * How it samples.
     *
     * @param steps how many steps, 1 or more
     * @throws IllegalArgumentException when an option is not as it should be, or is not supported; names it
     */
    public Plan plan(int steps) {
        return plan(steps, Map.of());
    }

    /**
     * How it samples, given what diffusers takes as arguments of a run: {@code timesteps} or {@code sigmas} one by one,
     * {@code eta}, {@code mu}, {@code original_inference_steps}, {@code strength} and LMS's {@code order}.
     *
     * @param steps how many steps, 1 or more; without effect where they are given one by one
     */
    public Plan plan(int steps, Map<String, JsonNode> arguments) {
        return SchedulerClasses.plan(this, steps, arguments);
    }
}
