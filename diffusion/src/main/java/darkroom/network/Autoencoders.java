package darkroom.network;

import darkroom.settings.Registry;

/** The autoencoders that models' folders can have, by {@code _class_name}. */
public final class Autoencoders {

    /** All of them. */
    public static final Registry<AutoencoderConfig> ALL = new Registry<AutoencoderConfig>(
                    "autoencoder", "_class_name", AutoencoderKlConfig.CLASS_NAME)
            .with(AutoencoderKlConfig.CLASS_NAME, AutoencoderKlConfig.class, "A variational autoencoder of pictures.")
            .with(
                    AutoencoderTinyConfig.CLASS_NAME,
                    AutoencoderTinyConfig.class,
                    "A small and fast autoencoder of pictures.");

    private Autoencoders() {}
}
