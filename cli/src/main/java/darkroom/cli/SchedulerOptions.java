package darkroom.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import darkroom.diffusers.scheduler.SchedulerClasses;
import darkroom.diffusers.scheduler.SchedulerConfig;
import darkroom.guide.Guidance;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that choose a scheduler of diffusers. */
final class SchedulerOptions {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(
            names = "--scheduler",
            paramLabel = "NAME",
            completionCandidates = Candidates.OfScheduler.class,
            description = {
                "A scheduler of diffusers in place of a sampler, as in EulerDiscrete; it keeps what fits it of the",
                "model's own. `darkroom schedulers` lists them. A folder of diffusers brings one along."
            })
    private @Nullable String scheduler;

    @Option(
            names = "--scheduler-option",
            paramLabel = "KEY=VALUE",
            description = {
                "An option of the scheduler, once for each, as in use_karras_sigmas=true, or what diffusers takes",
                "beside them: timesteps=[999,500,0], sigmas=[...], eta, mu."
            })
    private Map<String, String> options = new LinkedHashMap<>();

    /** Whether one of them was given. */
    boolean given() {
        return scheduler != null || !options.isEmpty();
    }

    /**
     * The scheduler that was asked for, over the usual one.
     *
     * @param steps how many steps; null for as many as are usual
     * @param eta the share of fresh noise, where it was given
     * @throws IllegalArgumentException when there is no such scheduler or option; names the nearest
     */
    Course.Scheduled over(SchedulerConfig usual, @Nullable Integer steps, @Nullable Double eta, Guidance guidance) {
        SchedulerConfig chosen = scheduler == null ? usual : usual.of(scheduler);
        Map<String, JsonNode> changed = new LinkedHashMap<>(), arguments = new LinkedHashMap<>();
        options.forEach((name, text) -> {
            boolean argument = SchedulerClasses.arguments().contains(name)
                    && !SchedulerClasses.options(chosen.name()).containsKey(name);
            (argument ? arguments : changed).put(name, value(text));
        });
        if (eta != null) {
            arguments.put("eta", JSON.valueToTree(eta));
        }
        return new Course.Scheduled(
                chosen.with(changed), steps == null ? chosen.usualSteps() : steps, arguments, guidance);
    }

    /** JSON where a text is some, and the text itself where it is not. */
    private static JsonNode value(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            return json == null || json.isMissingNode() ? TextNode.valueOf(text) : json;
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(text);
        }
    }
}
