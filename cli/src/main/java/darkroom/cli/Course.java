package darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.diffusers.scheduler.Plan;
import darkroom.diffusers.scheduler.SchedulerConfig;
import darkroom.guide.Condition;
import darkroom.guide.Guidance;
import darkroom.model.Model;
import darkroom.sample.Samplers;
import darkroom.sample.Sampling;
import darkroom.sample.SamplingSettings;
import darkroom.settings.Settings;
import java.util.Map;
import java.util.TreeMap;

/** How samples are drawn: by settings of Darkroom's own, or by a scheduler of diffusers. */
sealed interface Course {

    /**
     * What it takes to sample a model so.
     *
     * @throws IllegalArgumentException when the model cannot be sampled so
     */
    Sampling of(Model model, Condition condition);

    /** The name of its sampler or scheduler. */
    String name();

    /** All that it takes to do it again. */
    ObjectNode json();

    /** By settings. */
    record Own(SamplingSettings settings) implements Course {

        @Override
        public Sampling of(Model model, Condition condition) {
            return model.sampling(settings, condition);
        }

        @Override
        public String name() {
            return Samplers.ALL.name(settings.sampler());
        }

        @Override
        public ObjectNode json() {
            return Settings.write(settings);
        }
    }

    /**
     * By a scheduler.
     *
     * @param arguments what diffusers takes as arguments of a run rather than as options, by name
     */
    record Scheduled(SchedulerConfig scheduler, int steps, Map<String, JsonNode> arguments, Guidance guidance)
            implements Course {

        @Override
        public Sampling of(Model model, Condition condition) {
            return model.sampling(plan(), condition, guidance);
        }

        /** How the scheduler samples. */
        Plan plan() {
            return scheduler.plan(steps, arguments);
        }

        @Override
        public String name() {
            return scheduler.name();
        }

        @Override
        public ObjectNode json() {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.set("scheduler", scheduler.json());
            if (!arguments.isEmpty()) {
                json.putObject("arguments").setAll(new TreeMap<>(arguments));
            }
            json.put("steps", steps).set("guidance", Guidance.ALL.write(guidance));
            return json;
        }
    }
}
