package darkroom.network;

import java.util.Locale;

/** The activation functions that blocks may have. */
public enum Activation {
    /** {@code x * sigmoid(x)}. */
    SILU,
    /** {@code x * tanh(log(1 + exp(x)))} (Misra 2019). */
    MISH,
    /** {@code x * Phi(x)}, Phi the normal distribution's (Hendrycks and Gimpel 2016). */
    GELU,
    /** {@code x * sigmoid(1.702 x)}, close to GELU (Hendrycks and Gimpel 2016). */
    QUICK_GELU,
    /** {@code x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3)))}, close to GELU (Hendrycks and Gimpel 2016). */
    TANH_GELU,
    /** {@code max(x, 0)}. */
    RELU,
    /** The hyperbolic tangent. */
    TANH;

    /** The function of a name in small letters; SiLU has a second one, {@code swish}. */
    static Activation named(String name) {
        return name.equals("swish") ? SILU : valueOf(name.toUpperCase(Locale.ROOT));
    }
}
