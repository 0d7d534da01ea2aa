package darkroom.plan;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import darkroom.plan.Tiles.Group;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;

/**
 * Tiles that go through {@link Winograd}'s transforms together. The transform of an axis is a product with a small matrix, one for each
 * group of tiles that read or make equally many pixels.
 *
 * <p>A row of tiles lies in memory as a <em>line</em>: tile behind tile, and of each the six numbers along the row, with their channels side
 * by side. The transform of columns takes whole lines at once.
 *
 * @param whole the convolution
 * @param some of its pictures
 * @param rows of tiles; of several pictures, all rows
 * @param room rows of tiles whose numbers lie side by side in memory, these among them
 */
record WinogradBlock(Winograd whole, Band some, Tiles rows, Band room, Draft draft) {

    private static final long SIDE = Tiles.READ;
    private static final memory.data_type TYPE = Winograd.TYPE;

    /** What the last transform writes: pixels [rows, tiles, pixels of each, channels] of one picture. */
    private record Pixels(long before, long samplesBefore, long[] shape, long... strides) implements Chain.View {

        @Override
        public memory.desc whole(memory.data_type type) {
            return Layout.matrices(type, shape, strides);
        }

        @Override
        public memory.desc channels() {
            return Layout.matrix(TYPE, 1, shape[3], shape[3], whole(TYPE));
        }
    }

    /** The bytes of a buffer that holds the 36 numbers of all tiles that there is room for, before or after they are multiplied. */
    long numberBytes() {
        return SIDE * plane(Math.max(whole.channels(), whole.made())) * Float.BYTES;
    }

    /** The bytes of a buffer that holds a line for each row of pixels that is read or made. */
    long lineBytes() {
        long read = rows.read().count() * line(whole.channels()),
                made = rows.made().count() * line(whole.made());
        return some.count() * Math.max(read, made) * Float.BYTES;
    }

    /** The numbers of a line. */
    private long line(long channels) {
        return columns().count() * SIDE * channels;
    }

    private Tiles columns() {
        return Tiles.all(whole.width());
    }

    private long tiles() {
        return some.count() * room.count() * columns().count();
    }

    /** The transforms of what the tiles read. */
    List<Steps.Primitive> read(Buffer lines, Buffer numbers) {
        List<Steps.Primitive> all = new ArrayList<>();
        columns().readers().forEach(group -> all.add(rowsRead(group, lines)));
        rows.readers().forEach(group -> all.add(columnsRead(group, lines, numbers)));
        return all;
    }

    /** The transforms to what the tiles make. */
    List<Steps.Primitive> made(Buffer numbers, Buffer lines) {
        List<Steps.Primitive> all = new ArrayList<>();
        rows.makers().forEach(group -> all.add(columnsMade(group, numbers, lines)));
        for (long sample = 0; sample < some.count(); sample++) {
            for (Group group : columns().makers()) {
                all.add(rowsMade(group, sample, lines));
            }
        }
        return all;
    }

    /** From pixels to lines. */
    private Steps.Primitive rowsRead(Group group, Buffer to) {
        long channels = whole.channels(), width = whole.width();
        Band read = rows.read();
        long pixel = (some.first() * whole.height() + read.first()) * width + group.firstRead();
        long lines = some.count() * read.count();
        memory.desc pixels = Layout.matrices(
                TYPE,
                new long[] {lines, group.count(), group.pixels(), channels},
                width * channels,
                group.apart() * channels,
                channels,
                1);
        memory.desc numbers = lineNumbers(lines, group, channels);
        return product(
                read(group, pixels),
                draft.memory(whole.from(), pixels, pixel * channels),
                memory(to, numbers, group.first() * SIDE * channels));
    }

    /** From a line for each row of pixels to six lines for each row of tiles: [6, rows of tiles] of them. */
    private Steps.Primitive columnsRead(Group group, Buffer from, Buffer to) {
        long line = line(whole.channels());
        Band read = rows.read();
        memory.desc lines = pixelLines(read, group, line), six = tileLines(group, whole.channels());
        return product(
                read(group, lines),
                memory(from, lines, (group.firstRead() - read.first()) * line),
                memory(to, six, (group.first() - room.first()) * line));
    }

    /** For each of the 36 numbers of a tile, or some rows of six of them, the product of all tiles' channels and a matrix. */
    Steps.Primitive products(Buffer from, Buffer to, Band six) {
        long channels = whole.channels(), made = whole.made();
        memory.desc read = numbers(six, channels), multiplied = numbers(six, made);
        memory.desc matrices = Layout.matrices(
                TYPE, new long[] {six.count(), SIDE, channels, made}, SIDE * channels * made, channels * made, made, 1);
        memory kernel = draft.device()
                .memory(
                        matrices,
                        draft.weights().winogradKernel(whole.layer()).get_data_handle(),
                        six.first() * SIDE * channels * made * Float.BYTES);
        return product(
                memory(from, read, six.first() * plane(channels)),
                kernel,
                memory(to, multiplied, six.first() * plane(made)));
    }

    /** The six numbers of each tile of a group, in lines. */
    private memory.desc lineNumbers(long lines, Group group, long channels) {
        return Layout.matrices(
                TYPE,
                new long[] {lines, group.count(), SIDE, channels},
                line(channels),
                group.step() * SIDE * channels,
                channels,
                1);
    }

    /** The lines of those pixels that each tile of a group reads or makes, of some rows of pixels. */
    private memory.desc pixelLines(Band pixels, Group group, long line) {
        return Layout.matrices(
                TYPE,
                new long[] {some.count(), group.count(), group.pixels(), line},
                pixels.count() * line,
                group.apart() * line,
                line,
                1);
    }

    /** The six lines of each row of tiles of a group. */
    private memory.desc tileLines(Group group, long channels) {
        long line = line(channels);
        return Layout.matrices(
                TYPE,
                new long[] {some.count(), group.count(), SIDE, line},
                room.count() * line,
                group.step() * line,
                plane(channels),
                1);
    }

    private memory.desc numbers(Band six, long channels) {
        return Layout.matrices(
                TYPE, new long[] {six.count(), SIDE, tiles(), channels}, plane(channels), channels, SIDE * channels, 1);
    }

    /** Numbers from the first of the six lines of each row of tiles to the second. */
    private long plane(long channels) {
        return tiles() * SIDE * channels;
    }

    /** From six lines for each row of tiles to a line for each row of pixels. */
    private Steps.Primitive columnsMade(Group group, Buffer from, Buffer to) {
        long line = line(whole.made()), first = group.first() - rows.first();
        memory.desc six = tileLines(group, whole.made()), lines = pixelLines(rows.made(), group, line);
        return product(
                made(group, six),
                memory(from, six, (group.first() - room.first()) * line),
                memory(to, lines, first * Tiles.MADE * line));
    }

    /** From lines to pixels of one picture, with the bias and all that is added. */
    private Steps.Primitive rowsMade(Group group, long sample, Buffer from) {
        long made = whole.made(), line = line(made);
        Band lines = rows.made();
        memory.desc numbers = lineNumbers(lines.count(), group, made);
        long index = some.first() + sample;
        Pixels pixels = new Pixels(
                (index * whole.height() + lines.first()) * whole.width() + group.firstMade(),
                index,
                new long[] {lines.count(), group.count(), group.pixels(), made},
                whole.width() * made,
                group.apart() * made,
                made,
                1);
        boolean biased = draft.weights().addBias(List.of(whole.layer()));
        memory.desc bias = Layout.matrix(TYPE, 1, made, made, numbers);
        memory matrix = made(group, numbers);
        matmul.primitive_desc description = new matmul.primitive_desc(
                draft.device().processor(),
                matrix.get_desc(),
                numbers,
                biased ? bias : new memory.desc(),
                pixels.whole(TYPE),
                whole.chain().attributes(pixels),
                false);
        Arguments arguments = new Arguments()
                .with(DNNL_ARG_SRC, matrix)
                .with(
                        DNNL_ARG_WEIGHTS,
                        memory(from, numbers, sample * lines.count() * line + group.first() * SIDE * made))
                .with(DNNL_ARG_DST, draft.memory(whole.to(), pixels));
        if (biased) {
            arguments.with(DNNL_ARG_BIAS, draft.weights().biases(List.of(whole.layer()), bias));
        }
        return new Steps.Primitive(
                description, new matmul(description), whole.chain().name(arguments, pixels));
    }

    /** The transform of what tiles read: of the pixels that lie inside the picture, the others being zero. */
    private memory read(Group group, memory.desc pixels) {
        memory.desc whole = Layout.dense(TYPE, SIDE, SIDE);
        memory all = draft.weights().constant("Winograd's input", WinogradMatrices.input(), whole, SIDE, SIDE);
        memory.desc inside = Layout.matrix(TYPE, SIDE, group.pixels(), SIDE, pixels);
        return draft.device().memory(inside, all.get_data_handle(), group.missing() * Float.BYTES);
    }

    /** The transform to what tiles make: to the pixels that lie inside the picture. */
    private memory made(Group group, memory.desc numbers) {
        memory.desc whole = Layout.dense(TYPE, Tiles.MADE, SIDE);
        memory all = draft.weights().constant("Winograd's output", WinogradMatrices.output(), whole, Tiles.MADE, SIDE);
        memory.desc inside = Layout.matrix(TYPE, group.pixels(), SIDE, SIDE, numbers);
        return draft.device().memory(inside, all.get_data_handle(), 0);
    }

    private memory memory(Buffer buffer, memory.desc as, long from) {
        return draft.memory(buffer, as, from * Float.BYTES);
    }

    private Steps.Primitive product(memory a, memory b, memory result) {
        matmul.primitive_desc description = new matmul.primitive_desc(
                draft.device().processor(),
                a.get_desc(),
                b.get_desc(),
                result.get_desc(),
                draft.device().attributes(),
                false);
        Arguments arguments =
                new Arguments().with(DNNL_ARG_SRC, a).with(DNNL_ARG_WEIGHTS, b).with(DNNL_ARG_DST, result);
        return new Steps.Primitive(description, new matmul(description), arguments);
    }
}
