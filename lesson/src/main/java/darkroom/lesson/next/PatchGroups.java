package darkroom.lesson.next;

import darkroom.lesson.studio.Pictures;

/** Pairs of a picture's patches in groups, and how much of their attention goes to each group. */
final class PatchGroups {

    /** A patch and itself; one that touches it; farther away, one that looks like it; farther away, one that does not. */
    static final int SELF = 0, TOUCHING = 1, ALIKE = 2, OTHER = 3;

    /** How many groups. */
    static final int COUNT = 4;

    /** Patches look alike whose pixels differ by less than this, root mean square, where black and white lie 2 apart. */
    static final double LIKE = 0.3;

    private final int side;
    private final int patch;
    private final int patches;
    /** For each picture, each patch that attends and each that it may attend to. */
    private final int[] groups;

    private final double[] sums = new double[COUNT];
    private final long[] counts = new long[COUNT];

    /**
     * The groups of all pairs.
     *
     * @param pictures clean, one behind the other
     * @param side how many patches lie side by side
     * @param patch how many pixels of a patch do
     */
    PatchGroups(float[] pictures, int side, int patch) {
        this.side = side;
        this.patch = patch;
        patches = side * side;
        groups = new int[pictures.length / Pictures.PIXELS * patches * patches];
        for (int i = 0; i < groups.length; i++) {
            int picture = i / patches / patches;
            groups[i] = group(pictures, picture * Pictures.PIXELS, i / patches % patches, i % patches);
        }
    }

    private int group(float[] pictures, int at, int from, int to) {
        if (from == to) {
            return SELF;
        }
        if (Math.abs(from / side - to / side) <= 1 && Math.abs(from % side - to % side) <= 1) {
            return TOUCHING;
        }
        double squares = 0;
        for (int i = 0; i < patch * patch; i++) {
            double off = pictures[at + pixel(from, i)] - pictures[at + pixel(to, i)];
            squares += off * off;
        }
        return Math.sqrt(squares / (patch * patch)) < LIKE ? ALIKE : OTHER;
    }

    private int pixel(int place, int i) {
        return (place / side * patch + i / patch) * Pictures.SIZE + place % side * patch + i % patch;
    }

    /** Adds a layer's weights: for each picture, head and patch that attends, those of all patches, which sum to 1. */
    void add(float[] weights, int heads) {
        int pairs = patches * patches;
        for (int i = 0; i < weights.length; i++) {
            int group = groups[i / pairs / heads * pairs + i % pairs];
            sums[group] += weights[i];
            counts[group]++;
        }
    }

    /** How many times as much one of a group gets, on average, as it would if all patches got alike. */
    double times(int group) {
        return counts[group] == 0 ? 0 : sums[group] / counts[group] * patches;
    }
}
