package darkroom.network;

import org.jspecify.annotations.Nullable;

/** A residual block and the attention behind it, if any. */
record Layer(ResidualBlock residual, @Nullable AttentionBlock attention) implements Unit {

    @Override
    public void declare(Parameters parameters) {
        residual.declare(parameters);
        if (attention != null) {
            attention.declare(parameters);
        }
    }

    @Override
    public <T> T forward(Operations<T> on, T x, T activeTime) {
        T hidden = residual.forward(on, x, activeTime);
        return attention == null ? hidden : attention.forward(on, hidden);
    }
}
