package darkroom.data;

import java.util.function.DoubleBinaryOperator;
import java.util.random.RandomGenerator;

/** A blank picture, its source of chance, and where things go on it; lengths are in pixels. */
final class Easel {
    private final int size;
    private final RandomGenerator random;
    /** The radius of the largest disc that leaves the outermost pixels black. */
    private final double reach;

    final float[] picture;

    Easel(int size, RandomGenerator random) {
        this.size = size;
        this.random = random;
        reach = size / 2.0 - 1;
        picture = new float[size * size];
    }

    double between(double low, double high) {
        return Keyed.between(random, low, high);
    }

    /** A length between two shares of half the picture, of some pixels at least where there is room for them. */
    double length(double low, double high, double pixels) {
        double least = Math.max(low * reach, Math.min(pixels, reach));
        return between(least, Math.max(high * reach, least));
    }

    double phase(double period) {
        return between(0, period);
    }

    /** Draws a figure of a radius anywhere that it fits, turned by at most an angle. */
    void place(Figure figure, double radius, double tilt) {
        double room = Math.max(reach - radius, 0);
        double turn = between(-tilt, tilt);
        double x = between(-room, room);
        double y = between(-room, room);
        fill(figure.turned(turn).moved(x, y));
    }

    void stripes(double angle) {
        double period = length(0.45, 0.9, 5);
        fill(Figure.bars(period).moved(phase(period), 0).turned(angle));
    }

    /** From black to white in any direction. */
    void gradient() {
        double angle = between(-Math.PI, Math.PI);
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        double extent = size * (Math.abs(cos) + Math.abs(sin));
        double span = extent * between(0.7, 1.1);
        double middle = extent * between(-0.15, 0.15);
        paint((x, y) -> 0.5 + (cos * x + sin * y - middle) / span);
    }

    void fill(Figure figure) {
        paint(figure::cover);
    }

    private void paint(DoubleBinaryOperator whiteness) {
        for (int row = 0, i = 0; row < size; row++) {
            for (int column = 0; column < size; column++, i++) {
                double white = whiteness.applyAsDouble(column + 0.5 - size / 2.0, row + 0.5 - size / 2.0);
                picture[i] = (float) (2 * Math.min(1, Math.max(0, white)) - 1);
            }
        }
    }
}
