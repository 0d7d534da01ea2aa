package darkroom.network;

/** Something with weights. */
@FunctionalInterface
public interface Parametrised {

    /** Names all weights, in the order in which the reference constructs them: the same seed makes the same weights. */
    void declare(Parameters parameters);
}
