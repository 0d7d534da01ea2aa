package darkroom.data;

import java.util.Locale;

/** The families of pictures that {@link Patterns} draws, white on black, in the order of their labels. */
enum Pattern {
    CHECKERBOARD {
        @Override
        void draw(Easel easel) {
            double cell = easel.length(0.26, 0.6, 3.2);
            Figure columns = Figure.bars(2 * cell).moved(easel.phase(2 * cell), 0);
            Figure rows = Figure.bars(2 * cell).moved(easel.phase(2 * cell), 0).turned(Math.PI / 2);
            easel.fill(columns.either(rows));
        }
    },
    CIRCLE {
        @Override
        void draw(Easel easel) {
            double radius = easel.length(0.4, 0.92, 2);
            easel.place(Figure.disc(radius), radius, 0);
        }
    },
    RING {
        @Override
        void draw(Easel easel) {
            double radius = easel.length(0.55, 1, 4);
            double thickness = radius * easel.between(0.28, 0.42);
            easel.place(Figure.disc(radius - thickness / 2).outline(thickness), radius, 0);
        }
    },
    CROSS {
        @Override
        void draw(Easel easel) {
            double radius = easel.length(0.55, 1, 4.5);
            double half = radius * easel.between(0.18, 0.27);
            double arm = Math.sqrt(radius * radius - half * half);
            easel.place(Figure.box(arm, half).and(Figure.box(half, arm)), radius, 0.3);
        }
    },
    STRIPES_HORIZONTAL {
        @Override
        void draw(Easel easel) {
            easel.stripes(Math.PI / 2);
        }
    },
    STRIPES_VERTICAL {
        @Override
        void draw(Easel easel) {
            easel.stripes(0);
        }
    },
    STRIPES_DIAGONAL {
        @Override
        void draw(Easel easel) {
            easel.stripes(Math.PI / 4);
        }
    },
    GRADIENT {
        @Override
        void draw(Easel easel) {
            easel.gradient();
        }
    },
    TRIANGLE {
        @Override
        void draw(Easel easel) {
            double radius = easel.length(0.6, 1, 4.5);
            easel.place(Figure.triangle(radius), radius, 0.25);
        }
    },
    SMILE {
        @Override
        void draw(Easel easel) {
            double radius = easel.length(0.72, 1, 5.8);
            Figure eye = Figure.disc(0.15 * radius);
            Figure eyes = eye.moved(-0.36 * radius, -0.3 * radius).and(eye.moved(0.36 * radius, -0.3 * radius));
            double bend = radius * easel.between(0.52, 0.6);
            Figure below = Figure.box(radius, radius).moved(0, 1.22 * radius);
            Figure mouth = intersection(Figure.disc(bend).outline(0.2 * radius), below);
            easel.place(Figure.disc(radius).without(eyes).without(mouth), radius, 0.25);
        }
    };

    abstract void draw(Easel easel);

    private static Figure intersection(Figure one, Figure other) {
        return (x, y) -> Math.max(one.distance(x, y), other.distance(x, y));
    }

    /** Its name in files and on the command line. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
