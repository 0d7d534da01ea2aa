package darkroom.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/**
 * Tiles side by side along one axis of a picture. A tile makes four pixels from six: those four and one more on either side. At the
 * edges of the picture it makes and reads those that there are.
 *
 * @param size pixels that the picture has along the axis
 * @param band which of its tiles
 */
record Tiles(long size, Band band) {

    /** Pixels that a tile makes. */
    static final int MADE = 4;

    /** Pixels that a tile reads. */
    static final int READ = 6;

    /**
     * What a tile reads or makes.
     *
     * @param missing pixels in front that lie outside the picture
     * @param pixels that lie inside
     */
    private record Part(long missing, long pixels) {}

    /**
     * Tiles that read or make equally many pixels, which no two of them share.
     *
     * @param first of the tiles
     * @param count how many tiles
     * @param step from one tile to the next
     * @param missing of each tile's pixels, those in front that lie outside the picture
     * @param pixels of each tile that lie inside
     */
    record Group(long first, long count, long step, long missing, long pixels) {

        /** The first pixel that the first tile makes. */
        long firstMade() {
            return first * MADE;
        }

        /** The first pixel that the first tile reads. */
        long firstRead() {
            return firstMade() - 1 + missing;
        }

        /** How many pixels the first pixels of neighbours are apart. */
        long apart() {
            return step * MADE;
        }
    }

    /** All tiles of an axis. */
    static Tiles all(long size) {
        return new Tiles(size, new Band(0, count(size)));
    }

    /** How many tiles an axis has. */
    static long count(long size) {
        return (size + MADE - 1) / MADE;
    }

    /** How many there are here. */
    long count() {
        return band.count();
    }

    /** The first one. */
    long first() {
        return band.first();
    }

    /** The pixels that they read. */
    Band read() {
        return Band.between(Math.max(0, band.first() * MADE - 1), Math.min(size, band.end() * MADE + 1));
    }

    /** The pixels that they make. */
    Band made() {
        return Band.between(band.first() * MADE, Math.min(size, band.end() * MADE));
    }

    /** All of them, by what they read: neighbours read two pixels in common, so every second one is in a group. */
    List<Group> readers() {
        List<Group> groups = groups(0, 2, this::reads);
        groups.addAll(groups(1, 2, this::reads));
        return groups;
    }

    /** All of them, by what they make. */
    List<Group> makers() {
        return groups(0, 1, tile -> new Part(0, Math.min(MADE, size - tile * MADE)));
    }

    private Part reads(long tile) {
        long outside = tile * MADE - 1, first = Math.max(0, outside);
        return new Part(first - outside, Math.min(size, outside + READ) - first);
    }

    /** Groups of tiles that have the same part; no group takes up more room than all tiles do, so that what lies behind it is free. */
    private List<Group> groups(long skipped, long step, LongFunction<Part> part) {
        List<Group> groups = new ArrayList<>();
        for (long first = band.first() + skipped, next; first < band.end(); first = next) {
            Part same = part.apply(first);
            next = first + step;
            while (next < band.end()
                    && next + step - first <= band.count()
                    && part.apply(next).equals(same)) {
                next += step;
            }
            groups.add(new Group(first, (next - first) / step, step, same.missing, same.pixels));
        }
        return groups;
    }
}
