package darkroom.network;

/** A convolution that halves a picture, or doubles it by repeating pixels first. */
record ResizingConvolution(String name, int channels, boolean doubles, boolean padsBehind) implements Unit {

    @Override
    public void declare(Parameters parameters) {
        parameters.convolution(convolution(), channels, channels, 3);
    }

    @Override
    public <T> T forward(Operations<T> on, T x, Told<T> told) {
        return on.part(name, resized(on, x));
    }

    private <T> T resized(Operations<T> on, T x) {
        if (doubles) {
            return on.convolution(convolution(), on.upsample(x), 1, 1);
        }
        return padsBehind
                ? on.convolution(convolution(), on.padBehind(x), 2, 0)
                : on.convolution(convolution(), x, 2, 1);
    }

    private String convolution() {
        return name + ".conv";
    }
}
