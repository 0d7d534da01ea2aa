package darkroom.network;

/** A convolution that halves a picture, or doubles it by repeating pixels first. */
record ResizingConvolution(String name, int channels, boolean doubles, boolean padsBehind) implements Unit {

    @Override
    public void declare(Parameters parameters) {
        parameters.convolution(name, channels, channels, 3);
    }

    @Override
    public <T> T forward(Operations<T> on, T x, T activeTime) {
        if (doubles) {
            return on.convolution(name, on.upsample(x), 1, 1);
        }
        return padsBehind ? on.convolution(name, on.padBehind(x), 2, 0) : on.convolution(name, x, 2, 1);
    }
}
