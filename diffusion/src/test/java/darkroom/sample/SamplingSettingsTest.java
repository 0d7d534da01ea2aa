package darkroom.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.guide.ClassifierFree;
import darkroom.guide.Guidance;
import darkroom.guide.GuidanceInterval;
import darkroom.guide.RescaledGuidance;
import darkroom.schedule.Schedules;
import darkroom.schedule.Spacing;
import darkroom.settings.JsonText;
import darkroom.settings.Registry;
import darkroom.settings.Settings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the library can do is reached from a recipe, in words that stay valid. */
class SamplingSettingsTest {

    private static SamplingSettings read(String json) {
        return Settings.read(SamplingSettings.class, JsonText.parse(json.replace('\'', '"')));
    }

    @Test
    void recipesFromBeforeMeanWhatTheyMeant() {
        assertEquals(
                new SamplingSettings(
                        new Ddim(0.5), 25, new ClassifierFree(2), new Spacing.Leading(), new RangeClipping(1)),
                read("{'sampler': 'ddim', 'eta': 0.5, 'steps': 25, 'guidance': 2.0, 'spacing': 'leading', 'clip': 1}"));
        assertEquals(SamplingSettings.ofSteps(3), read("{'steps': 3}"));
        assertEquals(new Ddim(1), read("{'eta': 1, 'steps': 3}").sampler());
        assertEquals(
                Samplers.named("dpm_solver_pp_2m"),
                read("{'sampler': 'dpm_solver_2m', 'steps': 3}").sampler());
    }

    @Test
    void optionsStandBesideANameOrInsideOfAnObject() {
        assertEquals(
                read("{'steps': 9, 'guidance': 'rescaled', 'scale': 3, 'share': 0.5}"),
                read("{'steps': 9, 'guidance': {'guidance': 'rescaled', 'scale': 3, 'share': 0.5}}"));
        assertEquals(
                new GuidanceInterval(new RescaledGuidance(4, 0.7), 0.25, 5.0),
                read("{'steps': 9, 'guidance': {'guidance': 'interval', 'least': 0.25, 'most': 5,"
                                + " 'inside': {'guidance': 'rescaled', 'scale': 4}}}")
                        .guidance());
        assertEquals(
                new DynamicThresholding(0.99, 1.5),
                read("{'steps': 9, 'clip': {'clip': 'dynamic', 'quantile': 0.99, 'most': 1.5}}")
                        .clip());
        assertEquals(
                new Spacing.Karras(5),
                read("{'steps': 9, 'spacing': 'karras', 'rho': 5}").spacing());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'sampler': 'ddim', 'eta': 0.5, 'steps': 25, 'guidance': 2.0, 'spacing': 'leading', 'clip': 1}",
                "{'sampler': 'heun_angle', 'steps': 5, 'guidance': {'guidance': 'interval', 'inside': 3, 'most': 5}}",
                "{'steps': 5, 'clip': 'dynamic', 'spacing': {'spacing': 'karras', 'rho': 4}}"
            })
    void whatIsWrittenIsReadAgain(String json) {
        SamplingSettings settings = read(json);
        assertEquals(
                settings,
                Settings.read(
                        SamplingSettings.class,
                        JsonText.parse(Settings.write(settings).toString())));
    }

    @Test
    void whatIsUsualIsWrittenInAWord() {
        assertEquals(
                "{\"sampler\":\"ddim\",\"steps\":3,\"guidance\":1.0,\"spacing\":\"trailing\",\"clip\":\"none\"}",
                Settings.write(SamplingSettings.ofSteps(3)).toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{'steps': 3, 'sampler': 'heun', 'eta': 0.5}          | There is no option eta; known: sampler, steps",
                "{'steps': 3, 'sampler': 'heum'}                      | There is no sampler 'heum'; did you mean heun?",
                "{'steps': 3, 'sampler': 7}                           | sampler must be one of ddim, ddpm",
                "{'steps': 3, 'sampler': {'eta': 1}}                  | sampler.sampler is missing: it must be one of ddim",
                "{'steps': 3, 'sampler': {'sampler': 'ddim', 'eta': 2}} | sampler.eta must be a number from 0 to 1, not 2.",
                "{'steps': 3, 'eta': 2}                               | eta must be a number from 0 to 1, not 2.",
                "{'steps': 3, 'clip': -1}                             | clip.limit must be a number more than 0, not -1.",
                "{'steps': 3, 'guidance': {'guidance': 'interval', 'least': 3, 'most': 2}} | guidance.most must be at least least, 3.0, not 2.0.",
                "{'steps': 3, 'guidance': 'rescaled'}                 | scale is missing: it must be a number from -1000 to 1000.",
            })
    void whatIsWrongIsSaid(String json, String reason) {
        String message = String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> read(json)).getMessage());
        assertTrue(message.contains(reason), message);
    }

    @Test
    void oneLineNamesAThingWithItsOptions() {
        assertEquals(new Ddim(0.5), Samplers.ALL.parse("ddim:eta=0.5"));
        assertEquals(new ClassifierFree(2.5), Guidance.ALL.parse("2.5"));
        assertEquals(
                new GuidanceInterval(new ClassifierFree(3), 0, 5.0), Guidance.ALL.parse("interval:inside=3,most=5"));
        assertEquals(
                0.01, Schedules.ALL.parse("linear:beta_end=0.01").discrete(1000).beta(1000), 1e-12);
        for (String wrong : List.of("ddim:eta", "ddim:", "ddim:eta=much", "ddim:rho=1", "", "2")) {
            assertThrows(IllegalArgumentException.class, () -> Samplers.ALL.parse(wrong), wrong);
        }
    }

    /** The names that samplers had before, and those of all that can be made without options. */
    @Test
    void everyNameLeadsToAThingOfThatName() {
        for (Registry<?> registry : List.of(Samplers.ALL, Spacing.ALL, Clipping.ALL, Schedules.ALL)) {
            registry.names().forEach(name -> assertEquals(name, registry.name(registry.named(name))));
        }
        for (String old : List.of("dpm_solver_2m", "dpm_solver_2m_sde", "dpm_solver_2s", "dpm_solver_3s")) {
            assertEquals(old.replace("solver", "solver_pp"), Samplers.ALL.name(Samplers.named(old)));
        }
    }
}
