package darkroom.diffusers.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.settings.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchedulerReferenceTest {

    @Test
    void thePageIsWhatTheProgramSays() throws IOException {
        assertEquals(
                SchedulerReference.markdown(),
                Files.readString(Path.of("..", "docs", "schedulers.md")),
                "Write it anew: ./darkroom schedulers --markdown > docs/schedulers.md");
    }

    @Test
    void theReadmeHasThemAll() throws IOException {
        assertTrue(
                Files.readString(Path.of("..", "README.md")).contains(SchedulerReference.table()),
                "The README's table is not that of SchedulerReference.table().");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"_class_name\": \"UnCLIPScheduler\"} | The scheduler UnCLIPScheduler is not supported",
                "{\"_class_name\": \"EulerScheduler\"} | There is no scheduler 'EulerScheduler'; did you mean",
                "{\"beta_start\": 0.1} | _class_name must name a scheduler",
                "{\"_class_name\": \"DDIMScheduler\", \"beta_strat\": 0.1} | there is no option beta_strat; did you mean beta_start?",
                "{\"_class_name\": \"DDPMScheduler\", \"predict_epsilon\": false} | there is no option predict_epsilon",
                "{\"_class_name\": \"DDIMScheduler\", \"beta_end\": Infinity} | betas lie in [0, 1]",
                "{\"_class_name\": \"DDIMScheduler\", \"beta_schedule\": \"sine\"} | beta_schedule must be one of linear",
                "{\"_class_name\": \"DDIMScheduler\", \"beta_start\": \"low\"} | beta_start must be a number, not \"low\"",
                "{\"_class_name\": \"DDIMScheduler\", \"beta_end\": 3} | betas lie in [0, 1]",
                "{\"_class_name\": \"DDIMScheduler\", \"clip_sample\": 1} | clip_sample must be true or false, not 1",
                "{\"_class_name\": \"DDIMScheduler\", \"trained_betas\": [0.1]} | trained_betas must be 1000 numbers",
                "{\"_class_name\": \"DDIMScheduler\", \"num_train_timesteps\": 5} | at most as many steps, not 10",
                "{\"_class_name\": \"UniPCMultistepScheduler\", \"solver_p\": {}} | solver_p is not supported",
                "{\"_class_name\": \"SASolverScheduler\", \"tau_func\": \"f\"} | tau_func is not supported",
                "{\"_class_name\": \"DPMSolverMultistepScheduler\", \"algorithm_type\": \"dpmsolver\"} | final_sigmas_type must be sigma_min",
                "{\"_class_name\": \"HeunDiscreteScheduler\", \"use_beta_sigmas\": true, \"use_karras_sigmas\": true} | only one of",
                "{\"_class_name\": \"FlowMatchEulerDiscreteScheduler\", \"use_dynamic_shifting\": true} | needs mu",
            })
    void whatIsNotSupportedIsNamed(String config, String reason) {
        JsonNode json = JsonText.parse(config).node();
        String message = String.valueOf(assertThrows(
                        IllegalArgumentException.class,
                        () -> SchedulerClasses.read(json).plan(10))
                .getMessage());
        assertTrue(message.contains(reason) && message.endsWith("."), message);
    }

    @Test
    void whatOnlyOtherClassesHaveIsPassedOver() {
        JsonNode json = JsonText.parse("""
                {"_class_name": "EulerDiscreteScheduler", "_diffusers_version": "0.19.0", "beta_schedule": "scaled_linear",
                 "clip_sample": false, "set_alpha_to_one": false, "skip_prk_steps": true, "steps_offset": 1,
                 "timestep_spacing": "leading"}""").node();
        assertEquals(30, SchedulerClasses.read(json).plan(30).grid().size());
    }
}
