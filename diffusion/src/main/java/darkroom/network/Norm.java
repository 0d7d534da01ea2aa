package darkroom.network;

/**
 * A group normalisation with its weights (Wu and He 2018).
 *
 * @param groups of equally many channels; must divide {@code channels}
 */
record Norm(String name, int channels, int groups, double epsilon) implements Parametrised {

    Norm {
        if (groups < 1 || channels % groups != 0) {
            throw new IllegalArgumentException(
                    name + " normalises " + channels + " channels in " + groups + " groups, which must divide them.");
        }
    }

    @Override
    public void declare(Parameters parameters) {
        parameters.norm(name, channels);
    }

    <T> T forward(Operations<T> on, T picture) {
        return on.groupNorm(name, picture, groups, epsilon);
    }
}
