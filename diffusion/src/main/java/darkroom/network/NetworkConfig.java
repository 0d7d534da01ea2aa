package darkroom.network;

import darkroom.settings.Kinds;

/** A network as recipes and {@code config.json} describe it, by a class name and options. */
@Kinds(Networks.class)
public interface NetworkConfig {

    /** The network, without weights. */
    Parametrised network();
}
