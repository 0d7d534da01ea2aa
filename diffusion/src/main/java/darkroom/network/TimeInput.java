package darkroom.network;

/**
 * How a number, a timestep or a class, is spread out into channels before a network's first linear map sees it.
 *
 * @param kind {@code positional}, {@code fourier} or {@code learned}
 * @param first the channels of the network's first block
 * @param sinusoids those of the kind {@code positional}
 * @param rows of the table of the kind {@code learned}
 */
record TimeInput(String kind, int first, Sinusoids sinusoids, int rows) implements Parametrised {

    private static final String NAME = "time_proj";
    private static final double FOURIER_SCALE = 16;

    /** How many channels it makes. */
    int channels() {
        return dividesOutput() ? 2 * first : first;
    }

    /** Whether the network's output is divided by the timestep, which then is a noise level (Song et al. 2021). */
    boolean dividesOutput() {
        return kind.equals("fourier");
    }

    @Override
    public void declare(Parameters parameters) {
        switch (kind) {
            case "fourier" -> parameters.frequencies(NAME, first, FOURIER_SCALE);
            case "learned" -> parameters.embedding(NAME, rows, first);
            default -> {}
        }
    }

    <T> T forward(Operations<T> on, T numbers) {
        return switch (kind) {
            case "fourier" -> on.fourier(NAME, numbers);
            case "learned" -> on.embedding(NAME, numbers);
            default -> on.sinusoids(numbers, sinusoids);
        };
    }
}
