package darkroom.sample;

import darkroom.schedule.Step;

/**
 * DDIM (Song, Meng and Ermon 2021, eq. 12 and 16), from deterministic to as random as DDPM; with eta 0 also upwards.
 *
 * @param eta the share of fresh noise, in [0, 1]; with 0 a sample is decided by the noise that it starts from
 */
public record Ddim(double eta) implements Sampler {

    public Ddim {
        if (!(eta >= 0 && eta <= 1)) {
            throw new IllegalArgumentException("DDIM's eta lies in [0, 1], not at " + eta + ".");
        }
    }

    @Override
    public Move step(Estimate now, Step step, SamplingRun run) {
        return Move.to(Ancestral.step(now.x0(), now.epsilon(), step, eta, eta > 0, run));
    }
}
