package darkroom.sample;

import darkroom.schedule.Step;
import darkroom.settings.Setting;
import darkroom.settings.Settings;

/**
 * DDIM (Song, Meng and Ermon 2021, eq. 12 and 16), from deterministic to as random as DDPM; with eta 0 also upwards.
 */
public record Ddim(
        @Setting(
                value =
                        "the share of fresh noise: with 0 the noise at the start decides everything, 1 adds as much as DDPM",
                otherwise = "0",
                range = "[0, 1]")
        double eta)
        implements Sampler {

    public Ddim {
        Settings.check(Ddim.class, eta);
    }

    @Override
    public Move step(Estimate now, Step step, SamplingRun run) {
        return Move.to(Ancestral.step(now.x0(), now.epsilon(), step, eta, eta > 0, run));
    }
}
