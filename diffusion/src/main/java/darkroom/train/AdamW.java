package darkroom.train;

import darkroom.settings.Setting;
import darkroom.settings.Settings;

/** The settings of AdamW (Loshchilov and Hutter 2019, algorithm 2), with the defaults of diffusers' training scripts. */
public record AdamW(
        @Setting(value = "decay of the mean of gradients", otherwise = "0.9", range = "[0, 1)")
        double beta1,

        @Setting(value = "decay of the mean of squared gradients", otherwise = "0.999", range = "[0, 1)")
        double beta2,

        @Setting(value = "added to the root of the second", otherwise = "1e-8", range = "(0, inf)")
        double epsilon,

        @Setting(value = "decoupled from the gradient", otherwise = "0.01", range = "[0, inf)")
        double weightDecay) {

    public AdamW {
        Settings.check(AdamW.class, beta1, beta2, epsilon, weightDecay);
    }
}
