package darkroom.data;

/**
 * A figure in the plane as its signed distance: how far, in pixels, a place is from the figure's edge, negative inside.
 * The origin is the figure's own; y points down.
 */
@FunctionalInterface
interface Figure {

    double distance(double x, double y);

    /** How white a pixel here is, from 0 to 1: the edge is one pixel wide. */
    default double cover(double x, double y) {
        return Math.min(1, Math.max(0, 0.5 - distance(x, y)));
    }

    static Figure disc(double radius) {
        return (x, y) -> Math.hypot(x, y) - radius;
    }

    /** A rectangle around the origin, by half its sides. */
    static Figure box(double halfWidth, double halfHeight) {
        return (x, y) -> {
            double right = Math.abs(x) - halfWidth;
            double below = Math.abs(y) - halfHeight;
            return Math.hypot(Math.max(right, 0), Math.max(below, 0)) + Math.min(Math.max(right, below), 0);
        };
    }

    /** An equilateral triangle, a corner up, by the radius of the circle through its corners. */
    static Figure triangle(double radius) {
        double half = radius * Math.sqrt(3) / 2;
        double base = radius / 2;
        return (x, y) -> {
            double across = Math.abs(x);
            double side = across * Math.sqrt(3) / 2 - y / 2 - base;
            double inside = Math.max(side, y - base);
            if (inside <= 0) {
                return inside;
            }
            double toBase = Math.hypot(Math.max(across - half, 0), y - base);
            // The slanted edge from (0, -radius) to (half, base); its direction is (1/2, sqrt(3)/2).
            double length = Math.min(Math.max(across / 2 + (y + radius) * Math.sqrt(3) / 2, 0), 2 * half);
            double toSide = Math.hypot(across - length / 2, y + radius - length * Math.sqrt(3) / 2);
            return Math.min(toBase, toSide);
        };
    }

    /**
     * A star, a point up.
     *
     * @param points how many it has
     * @param outer how far they are from the middle
     * @param inner how far the corners between them are
     */
    static Figure star(int points, double outer, double inner) {
        double half = Math.PI / points;
        // The edge from a point, straight up, to the corner behind it; all others are its mirror images.
        double edgeX = inner * Math.sin(half), edgeY = outer - inner * Math.cos(half);
        double length = Math.hypot(edgeX, edgeY);
        return (x, y) -> {
            double angle = Math.abs(Math.IEEEremainder(Math.atan2(x, -y), 2 * half)), far = Math.hypot(x, y);
            double right = far * Math.sin(angle), down = outer - far * Math.cos(angle);
            double along = Math.min(Math.max((right * edgeX + down * edgeY) / length, 0), length);
            double distance = Math.hypot(right - along * edgeX / length, down - along * edgeY / length);
            return right * edgeY > down * edgeX ? distance : -distance;
        };
    }

    /** Endless upright bars, as wide as the gaps between them, by the period; a bar is centred on the origin. */
    static Figure bars(double period) {
        return (x, y) -> Math.abs(x - period * Math.rint(x / period)) - period / 4;
    }

    /** A line drawn along this figure's edge. */
    default Figure outline(double thickness) {
        return (x, y) -> Math.abs(distance(x, y)) - thickness / 2;
    }

    default Figure and(Figure other) {
        return (x, y) -> Math.min(distance(x, y), other.distance(x, y));
    }

    default Figure without(Figure other) {
        return (x, y) -> Math.max(distance(x, y), -other.distance(x, y));
    }

    /** What lies in one of both but not in both. */
    default Figure either(Figure other) {
        return (x, y) -> {
            double here = distance(x, y);
            double there = other.distance(x, y);
            return Math.max(Math.min(here, there), -Math.max(here, there));
        };
    }

    default Figure moved(double right, double down) {
        return (x, y) -> distance(x - right, y - down);
    }

    /** Turned clockwise around the origin, in radians. */
    default Figure turned(double angle) {
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        return (x, y) -> distance(cos * x + sin * y, cos * y - sin * x);
    }
}
