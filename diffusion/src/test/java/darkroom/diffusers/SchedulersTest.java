package darkroom.diffusers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.diffusers.scheduler.Plan;
import darkroom.diffusers.scheduler.SchedulerClasses;
import darkroom.diffusers.scheduler.SchedulerConfig;
import darkroom.objective.PredictionType;
import darkroom.sample.Clipping;
import darkroom.sample.DynamicThresholding;
import darkroom.sample.RangeClipping;
import darkroom.sample.SamplingSettings;
import darkroom.schedule.DiscreteSchedule;
import darkroom.schedule.Schedules;
import darkroom.settings.JsonText;
import darkroom.settings.Settings;
import darkroom.train.Recipe.ObjectiveRecipe;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Configurations of schedulers as diffusers writes them, and those that are written for it. */
class SchedulersTest {

    /** As of the first models that were published: options that came later have their defaults. */
    private static final String EARLY = """
            {"_class_name": "DDPMScheduler", "_diffusers_version": "0.1.1", "beta_end": 0.02, "beta_schedule": "linear",
             "beta_start": 0.0001, "clip_sample": true, "num_train_timesteps": 1000, "trained_betas": null,
             "variance_type": "fixed_small"}""";

    private static final String LATE = """
            {"_class_name": "DDIMScheduler", "_diffusers_version": "0.42.1", "beta_end": 0.012, "beta_schedule":
             "scaled_linear", "beta_start": 0.00085, "clip_sample": false, "clip_sample_range": 1.0,
             "dynamic_thresholding_ratio": 0.99, "num_train_timesteps": 1000, "prediction_type": "v_prediction",
             "rescale_betas_zero_snr": true, "sample_max_value": 1.5, "set_alpha_to_one": true, "steps_offset": 0,
             "thresholding": true, "timestep_spacing": "trailing", "trained_betas": null}""";

    private static SchedulerConfig read(String json) {
        return SchedulerClasses.read(JsonText.parse(json).node());
    }

    private static void same(DiscreteSchedule expected, DiscreteSchedule found) {
        assertEquals(expected.timesteps(), found.timesteps());
        for (int k = 1; k <= expected.timesteps(); k++) {
            assertEquals(expected.level(k).alphaBar(), found.level(k).alphaBar(), 5e-6, "level " + k);
        }
    }

    private static List<Double> timesteps(Plan plan) {
        return plan.grid().steps().stream().map(step -> step.timestep()).toList();
    }

    @Test
    void anEarlyConfigurationIsDdpmAsItsPaperHasIt() {
        SchedulerConfig scheduler = read(EARLY);
        Plan plan = scheduler.plan(scheduler.usualSteps());
        assertEquals(1000, plan.grid().size());
        assertEquals(PredictionType.EPSILON, plan.objective().prediction());
        same(Schedules.discrete("linear", 1000), plan.objective().schedule());
        assertEquals(new RangeClipping(1), plan.clipping());
        assertEquals(List.of(750.0, 500.0, 250.0, 0.0), timesteps(scheduler.plan(4)));
    }

    @Test
    void aLateConfigurationIsFollowedInAllItsOptions() {
        SchedulerConfig scheduler = read(LATE);
        assertEquals(50, scheduler.usualSteps());
        Plan plan = scheduler.plan(4);
        assertEquals(PredictionType.V, plan.objective().prediction());
        same(
                Schedules.discrete("scaled_linear", 1000).withZeroTerminalSnr(),
                plan.objective().schedule());
        assertEquals(new DynamicThresholding(0.99, 1.5), plan.clipping());
        assertEquals(List.of(999.0, 749.0, 499.0, 249.0), timesteps(plan));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "DDPMScheduler | EulerDiscretScheduler  | There is no scheduler 'EulerDiscretScheduler'; did you mean EulerDiscreteScheduler?",
                "DDPMScheduler | UnCLIPScheduler        | The scheduler UnCLIPScheduler is not supported",
                "fixed_small   | wide                   | variance_type must be one of fixed_small",
                "\"linear\"    | \"exponential\"        | beta_schedule must be one of linear",
                "\"clip_sample\" | \"clip_sampl\"       | there is no option clip_sampl; did you mean clip_sample?",
                "null          | [0.1]                  | trained_betas must be",
            })
    void whatDarkroomDoesNotHaveIsNamed(String was, String is, String reason) {
        assertTrue(EARLY.contains(was), was);
        String message = String.valueOf(assertThrows(
                        IllegalArgumentException.class,
                        () -> read(EARLY.replace(was, is)).plan(10))
                .getMessage());
        assertTrue(message.contains(reason), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"linear", "scaled_linear", "sigmoid", "squaredcos_cap_v2", "exponential"})
    void whatIsWrittenIsReadAgain(String schedule) {
        ObjectiveRecipe objective = objective(schedule, "v_prediction");
        assertTrue(Schedulers.canFollow(objective));
        for (Clipping clip : new Clipping[] {Clipping.NONE, new RangeClipping(2), new DynamicThresholding(0.9, 3)}) {
            SamplingSettings asked = SamplingSettings.ofSteps(50).withClip(clip);
            for (SchedulerConfig written :
                    List.of(Schedulers.ddim(objective, asked), Schedulers.ddpm(objective, asked))) {
                SchedulerConfig found = read(Pipelines.written(written).toString());
                assertEquals(written.name(), found.name());
                Plan plan = found.plan(50);
                assertEquals(clip, plan.clipping());
                assertEquals(PredictionType.V, plan.objective().prediction());
                same(objective.discrete(), plan.objective().schedule());
                assertEquals(199, timesteps(plan).get(0));
            }
        }
    }

    @Test
    void whatNoSchedulerOfDiffusersKnowsIsNotWritten() {
        assertFalse(Schedulers.canFollow(objective("linear", "edm")));
        assertFalse(Schedulers.canFollow(objective("karras", "epsilon")));
    }

    private static ObjectiveRecipe objective(String schedule, String prediction) {
        return Settings.read(ObjectiveRecipe.class, JsonText.parse("""
                {"schedule": "%s", "timesteps": 200, "prediction": "%s"}""".formatted(schedule, prediction)));
    }

    @Test
    void aSwappedSchedulerKeepsTheOptionsThatBothHave() {
        SchedulerConfig swapped = read(LATE).of("EulerDiscrete");
        assertEquals("EulerDiscreteScheduler", swapped.name());
        assertFalse(swapped.options().containsKey("thresholding"));
        assertEquals("v_prediction", swapped.options().get("prediction_type").asText());
        assertEquals(swapped, read(swapped.json().toString()));
    }
}
