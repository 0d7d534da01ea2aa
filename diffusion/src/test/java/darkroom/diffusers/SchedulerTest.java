package darkroom.diffusers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.guide.ClassifierFree;
import darkroom.objective.Objective;
import darkroom.objective.PredictionType;
import darkroom.sample.Clipping;
import darkroom.sample.Ddim;
import darkroom.sample.Ddpm;
import darkroom.sample.DynamicThresholding;
import darkroom.sample.RangeClipping;
import darkroom.sample.SamplingSettings;
import darkroom.schedule.DiscreteSchedule;
import darkroom.schedule.Schedules;
import darkroom.schedule.Spacing;
import darkroom.settings.JsonText;
import darkroom.settings.Settings;
import darkroom.train.Recipe.ObjectiveRecipe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Configurations of schedulers as diffusers writes them. */
class SchedulerTest {

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

    private static Scheduler read(String json) {
        return Schedulers.read(JsonText.parse(json));
    }

    private static void same(DiscreteSchedule expected, DiscreteSchedule found) {
        assertEquals(expected.timesteps(), found.timesteps());
        for (int k = 1; k <= expected.timesteps(); k++) {
            assertEquals(expected.level(k).alphaBar(), found.level(k).alphaBar(), 1e-12, "level " + k);
        }
    }

    @Test
    void anEarlyConfigurationIsDdpmAsItsPaperHasIt() {
        Scheduler scheduler = read(EARLY);
        Objective objective = scheduler.objective();
        assertEquals(PredictionType.EPSILON, objective.prediction());
        same(Schedules.discrete("linear", 1000), objective.schedule());
        assertEquals(
                new SamplingSettings(
                        new Ddpm(Ddpm.Variance.POSTERIOR),
                        1000,
                        new ClassifierFree(1),
                        new Spacing.Leading(),
                        new RangeClipping(1)),
                scheduler.settings());
    }

    @Test
    void aLateConfigurationIsFollowedInAllItsOptions() {
        Scheduler scheduler = read(LATE);
        assertEquals(PredictionType.V, scheduler.objective().prediction());
        same(
                Schedules.discrete("scaled_linear", 1000).withZeroTerminalSnr(),
                scheduler.objective().schedule());
        assertEquals(
                new SamplingSettings(
                        new Ddim(0),
                        50,
                        new ClassifierFree(1),
                        new Spacing.Trailing(),
                        new DynamicThresholding(0.99, 1.5)),
                scheduler.settings());
    }

    @Test
    void betasAreThoseOfTheFileForAnyNumberOfTimesteps() {
        same(Schedules.linear(50, 1e-4, 0.02), read("""
                        {"_class_name": "DDPMScheduler", "num_train_timesteps": 50}""").objective().schedule());
        same(DiscreteSchedule.ofBetas("given", 0.1, 0.5), read("""
                        {"_class_name": "DDIMScheduler", "num_train_timesteps": 2, "trained_betas": [0.1, 0.5]}""").objective().schedule());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "DDPMScheduler | EulerDiscreteScheduler | There is no scheduler 'EulerDiscreteScheduler'; known: DDPMScheduler, DDIMScheduler.",
                "fixed_small   | wide                   | variance_type must be one of fixed_small, fixed_large, learned_range, learned, not \"wide\"",
                "\"linear\"    | \"exponential\"        | beta_schedule must be one of linear",
                "\"clip_sample\" | \"use_karras_sigmas\" | There is no option use_karras_sigmas",
                "null          | [0.1]                  | trained_betas must be 1000 numbers",
                "\"beta_end\"  | \"steps_offset\": 1, \"beta_end\" | steps_offset must be 0, not 1",
            })
    void whatDarkroomDoesNotHaveIsNamed(String was, String is, String reason) {
        assertTrue(EARLY.contains(was), was);
        String message = String.valueOf(assertThrows(IllegalArgumentException.class, () -> read(EARLY.replace(was, is)))
                .getMessage());
        assertTrue(message.contains(reason), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"linear", "scaled_linear", "sigmoid", "squaredcos_cap_v2", "exponential"})
    void whatIsWrittenIsReadAgain(String schedule) {
        ObjectiveRecipe objective = Settings.read(ObjectiveRecipe.class, JsonText.parse("""
                {"schedule": "%s", "timesteps": 200, "prediction": "v_prediction"}""".formatted(schedule)));
        assertTrue(Schedulers.canFollow(objective));
        for (Clipping clip : new Clipping[] {Clipping.NONE, new RangeClipping(2), new DynamicThresholding(0.9, 3)}) {
            SamplingSettings asked = SamplingSettings.ofSteps(50).withClip(clip);
            Scheduler found = read(Schedulers.write(objective, asked).toString());
            assertEquals(asked, found.settings());
            assertEquals(PredictionType.V, found.objective().prediction());
            same(objective.discrete(), found.objective().schedule());
        }
    }
}
