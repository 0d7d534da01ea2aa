package darkroom.diffusers.scheduler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * A scheduler of diffusers with its options, for any number of steps.
 *
 * @param name the class's name
 * @param options its options that differ from their defaults or repeat them, by name
 */
public record SchedulerConfig(String name, Map<String, JsonNode> options) {

    private static final int FEW = 8;

    public SchedulerConfig {
        options = Map.copyOf(options);
    }

    /**
     * Another class with those of these options that it has too, as {@code from_config} swaps schedulers in diffusers.
     *
     * @throws IllegalArgumentException when there is no such class; names the nearest
     */
    public SchedulerConfig of(String other) {
        return SchedulerClasses.of(other, options);
    }

    /**
     * The same with other values for some options.
     *
     * @throws IllegalArgumentException when the class has no such option; names the nearest
     */
    public SchedulerConfig with(Map<String, JsonNode> changes) {
        SchedulerClasses.requireOptions(name, changes.keySet());
        Map<String, JsonNode> all = new LinkedHashMap<>(options);
        all.putAll(changes);
        return new SchedulerConfig(name, all);
    }

    /** Its options that differ from their defaults. */
    public Map<String, JsonNode> changed() {
        Map<String, JsonNode> changed = new TreeMap<>(options);
        SchedulerClasses.options(name).forEach(changed::remove);
        return changed;
    }

    /** How many steps people make with it unless they say another number. */
    public int usualSteps() {
        return SchedulerClasses.usualSteps(this);
    }

    /**
     * How it samples in a few steps, for what holds for any number: of so few, none lies behind the schedule's end, whatever
     * {@code steps_offset} is.
     *
     * @throws IllegalArgumentException as in {@link #plan(int)}
     */
    public Plan shortPlan() {
        return plan(Math.min(usualSteps(), FEW));
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

    /** As {@code scheduler_config.json} has it. */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put(SchedulerClasses.CLASS, name);
        new TreeMap<>(options).forEach(json::set);
        return json;
    }
}
