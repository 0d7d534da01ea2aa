package darkroom.data;

import java.util.ArrayDeque;

/** Names a pattern by what makes it one (constant rows, number of holes, roundness), knowing nothing of how it is drawn. */
final class PatternRule {
    private final float[] picture;
    private final int size;

    private PatternRule(float[] picture, int size) {
        this.picture = picture;
        this.size = size;
    }

    static String name(float[] picture, int size) {
        PatternRule rule = new PatternRule(picture, size);
        return bordered(picture, size) ? rule.object() : rule.texture();
    }

    /** Whether all pixels of the outermost rows and columns are black. */
    static boolean bordered(float[] picture, int size) {
        for (int i = 0; i < size; i++) {
            if (picture[i] != -1
                    || picture[(size - 1) * size + i] != -1
                    || picture[i * size] != -1
                    || picture[i * size + size - 1] != -1) {
                return false;
            }
        }
        return true;
    }

    private String texture() {
        if (constantAlong(0, 1)) {
            return "stripes-horizontal";
        }
        if (constantAlong(1, 0)) {
            return "stripes-vertical";
        }
        if (constantAlong(1, -1)) {
            return "stripes-diagonal";
        }
        return largestStep() < 0.5 ? "gradient" : "checkerboard";
    }

    private String object() {
        int holes = blackRegions() - 1;
        if (holes > 0) {
            return holes == 1 ? "ring" : "smile";
        }
        double area = 0;
        double x = 0;
        double y = 0;
        for (int i = 0; i < picture.length; i++) {
            double white = (picture[i] + 1) / 2;
            area += white;
            x += white * (i % size);
            y += white * (i / size);
        }
        x /= area;
        y /= area;
        double inertia = 0;
        double reach = 0;
        for (int i = 0; i < picture.length; i++) {
            double away = Math.hypot(i % size - x, i / size - y);
            inertia += (picture[i] + 1) / 2 * away * away;
            reach = picture[i] > 0 ? Math.max(reach, away) : reach;
        }
        // 1 / (2 pi) = 0.159 of a disc, the least there is; 0.192 of an equilateral triangle.
        if (inertia < 0.175 * area * area) {
            return "circle";
        }
        return arms(x, y, 0.7 * reach) == 4 ? "cross" : "triangle";
    }

    /** How many white arcs a circle around a place crosses. */
    private int arms(double x, double y, double radius) {
        int arms = 0;
        boolean before = white(x + radius, y);
        for (int step = 1; step <= 360; step++) {
            double angle = Math.toRadians(step);
            boolean now = white(x + radius * Math.cos(angle), y + radius * Math.sin(angle));
            arms += now && !before ? 1 : 0;
            before = now;
        }
        return arms;
    }

    private boolean white(double x, double y) {
        int left = (int) Math.floor(x);
        int above = (int) Math.floor(y);
        int at = above * size + left;
        double upper = picture[at] + (x - left) * (picture[at + 1] - picture[at]);
        double lower = picture[at + size] + (x - left) * (picture[at + size + 1] - picture[at + size]);
        return upper + (y - above) * (lower - upper) > 0;
    }

    private boolean constantAlong(int down, int right) {
        for (int row = 0; row + down < size; row++) {
            for (int column = Math.max(0, -right); column + right < size && column < size; column++) {
                int next = (row + down) * size + column + right;
                if (Math.abs(picture[row * size + column] - picture[next]) > 1e-5) {
                    return false;
                }
            }
        }
        return true;
    }

    private double largestStep() {
        double largest = 0;
        for (int i = 1; i < picture.length; i++) {
            if (i % size != 0) {
                largest = Math.max(largest, Math.abs(picture[i] - picture[i - 1]));
            }
        }
        return largest;
    }

    /** How many black regions there are, joined by their sides. */
    private int blackRegions() {
        boolean[] seen = new boolean[picture.length];
        int regions = 0;
        for (int start = 0; start < picture.length; start++) {
            if (seen[start] || picture[start] > 0) {
                continue;
            }
            regions++;
            ArrayDeque<Integer> open = new ArrayDeque<>();
            open.add(start);
            seen[start] = true;
            while (!open.isEmpty()) {
                int at = open.remove();
                visit(at - size, at >= size, seen, open);
                visit(at + size, at + size < picture.length, seen, open);
                visit(at - 1, at % size > 0, seen, open);
                visit(at + 1, at % size < size - 1, seen, open);
            }
        }
        return regions;
    }

    private void visit(int at, boolean inside, boolean[] seen, ArrayDeque<Integer> open) {
        if (inside && !seen[at] && picture[at] <= 0) {
            seen[at] = true;
            open.add(at);
        }
    }
}
