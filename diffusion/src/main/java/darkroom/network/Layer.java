package darkroom.network;

import org.jspecify.annotations.Nullable;

/** A residual block and the attention behind it, if any. */
record Layer(ResidualBlock residual, @Nullable Attends attention) implements Unit {

    @Override
    public void declare(Parameters parameters) {
        residual.declare(parameters);
        if (attention != null) {
            attention.declare(parameters);
        }
    }

    @Override
    public <T> T forward(Operations<T> on, T x, Told<T> told) {
        T hidden = residual.forward(on, x, told);
        return attention == null ? hidden : attention.forward(on, hidden, told);
    }
}
