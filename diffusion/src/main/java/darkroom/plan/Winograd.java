package darkroom.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;

/**
 * A convolution of three by three by Winograd's algorithm. It transforms tiles of six by six pixels to 36 numbers, multiplies these by a
 * transformed kernel, and transforms the products to four by four pixels. So a pixel takes 2.25 products where the convolution itself takes
 * 9. All of it is products of matrices.
 *
 * <p>Its rounding errors are about five times those of the convolution. Float32 has room for that; other types keep to the convolution.
 *
 * @param layer whose weights it has
 * @param from what it reads
 * @param to where the result goes
 * @param samples how many pictures
 * @param height of a picture
 * @param width of a picture
 * @param channels of a pixel
 * @param made channels of a pixel of the result
 * @param chain which ends in the result
 */
record Winograd(
        String layer,
        Place from,
        Place to,
        long samples,
        long height,
        long width,
        long channels,
        long made,
        Chain chain) {

    private static final String KIND = "convolution 3x3 by Winograd";

    /** The only type that it computes in. */
    static final memory.data_type TYPE = memory.data_type.f32;

    /** Numbers of a transformed tile. */
    static final int NUMBERS = Tiles.READ * Tiles.READ;

    /** The fewest pixels for each tile: where many tiles overhang, there is little to gain. */
    private static final long PIXELS = 8;

    /** The fewest products of channels for each channel that is transformed: with fewer, transforms take longer than they save. */
    private static final long PRODUCTS = 20;

    /** The fewest tiles to read a transformed kernel for, which is four times as large as the kernel. */
    private static final long TILES = 8;

    /** The most bytes of a transformed kernel: it is read again and again, so it should stay in the processor's cache. */
    private static final long KERNEL = 16 << 20;

    /** The most bytes of transformed tiles in a block of several rows. With fewer, kernels are read too often; with more, tiles leave the cache. */
    private static final long BLOCK = 4 << 20;

    /** Whether it is faster than the convolution itself, as measured on several shapes. */
    static boolean suits(Convolution convolution, Node node, Draft draft) {
        Node picture = node.input(0);
        long[] kernel = draft.weights().shape(convolution.layer());
        long pairs = kernel[0] * kernel[1];
        long down = Tiles.count(picture.size(2)), across = Tiles.count(picture.size(3));
        // A thread that does not share its steps has two pictures mostly; where it has one, that is computed alike.
        long pictures = draft.steps().bands(down).size() == 1 ? 2 : 1;
        return draft.precision() == TYPE
                && kernel[2] == 3
                && kernel[3] == 3
                && convolution.stride() == 1
                && convolution.before() == 1
                && convolution.behind() == 1
                && picture.size(2) * picture.size(3) >= PIXELS * down * across
                && pairs >= PRODUCTS * (kernel[0] + kernel[1])
                && pairs * NUMBERS * Float.BYTES <= KERNEL
                && pictures * down * across >= TILES
                && multipliesFast(draft);
    }

    /** Whether oneDNN has fast code for many small products of matrices on this processor. */
    private static boolean multipliesFast(Draft draft) {
        memory.desc small = Layout.dense(TYPE, 1, Tiles.READ, Tiles.READ),
                batch = Layout.dense(TYPE, 2, Tiles.READ, 64);
        matmul.primitive_desc description = new matmul.primitive_desc(
                draft.device().processor(), small, batch, batch, draft.device().attributes(), false);
        return description.impl_info_str().getString().startsWith("brg");
    }

    static void plan(Convolution convolution, Node node, Draft draft) {
        Node picture = node.input(0);
        Chain chain = Chain.from(draft, node, Chain.Ability.ADD_TO_CHANNELS);
        new Winograd(
                        convolution.layer(),
                        draft.place(picture),
                        draft.make(chain.last()),
                        picture.size(0),
                        picture.size(2),
                        picture.size(3),
                        picture.channels(),
                        node.channels(),
                        chain)
                .add(draft);
        draft.read(node.inputs());
        draft.read(chain.read());
    }

    private void add(Draft draft) {
        List<Buffer> lent = new ArrayList<>();
        List<Band> bands = draft.steps().bands(Tiles.count(height));
        if (bands.size() > 1 && isKernelLarge()) {
            shareNumbers(bands, lent, draft);
        } else {
            shareRows(bands, lent, draft);
        }
        lent.forEach(draft::release);
    }

    /** Whether a transformed kernel has more numbers than the tiles, read and made, of a picture. */
    private boolean isKernelLarge() {
        return channels * made > Tiles.count(height) * Tiles.count(width) * (channels + made);
    }

    /** Threads share rows of tiles. Each has two buffers of its own, which its transforms and products go back and forth between. */
    private void shareRows(List<Band> bands, List<Buffer> lent, Draft draft) {
        List<List<Steps.Primitive>> shares = new ArrayList<>();
        for (Band band : bands) {
            List<WinogradBlock> blocks = blocks(band, draft);
            long most = blocks.stream()
                    .mapToLong(block -> Math.max(block.numberBytes(), block.lineBytes()))
                    .max()
                    .orElseThrow();
            Buffer one = lend(most, lent, draft), other = lend(most, lent, draft);
            shares.add(blocks.stream()
                    .flatMap(block -> Stream.of(
                                    block.read(one, other),
                                    List.of(block.products(other, one, new Band(0, Tiles.READ))),
                                    block.made(one, other))
                            .flatMap(List::stream))
                    .toList());
        }
        draft.steps().addSeries(KIND, shares);
    }

    /** Threads share rows of tiles in the transforms, and the 36 numbers in the products: so each of them reads its own part of the kernel. */
    private void shareNumbers(List<Band> bands, List<Buffer> lent, Draft draft) {
        List<WinogradBlock> blocks = bands.stream()
                .map(band -> new WinogradBlock(
                        this, new Band(0, samples), new Tiles(height, band), new Band(0, Tiles.count(height)), draft))
                .toList();
        WinogradBlock any = blocks.get(0);
        Buffer read = lend(any.numberBytes(), lent, draft), multiplied = lend(any.numberBytes(), lent, draft);
        List<Buffer> lines = blocks.stream()
                .map(block -> lend(block.lineBytes(), lent, draft))
                .toList();
        List<List<Steps.Primitive>> reads = new ArrayList<>(), makes = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            reads.add(blocks.get(i).read(lines.get(i), read));
            makes.add(blocks.get(i).made(multiplied, lines.get(i)));
        }
        draft.steps().addSeries(KIND, reads);
        draft.steps().share(KIND, Tiles.READ, some -> any.products(read, multiplied, some));
        draft.steps().addSeries(KIND, makes);
    }

    /** A buffer whose size is rounded up, so that convolutions of several shapes have the same one, which stays in the cache. */
    private static Buffer lend(long bytes, List<Buffer> lent, Draft draft) {
        Buffer buffer = draft.lend(Long.highestOneBit(2 * bytes - 1));
        lent.add(0, buffer); // given back in reverse, they come to the same threads again
        return buffer;
    }

    /** Some rows of tiles as blocks of not too many tiles: of several pictures, or of some rows of one. */
    private List<WinogradBlock> blocks(Band band, Draft draft) {
        long row = Tiles.count(width) * NUMBERS * (channels + made) * Float.BYTES;
        long most = Math.max(1, BLOCK / row);
        List<WinogradBlock> blocks = new ArrayList<>();
        for (Band some : Band.of(samples, parts(samples, Math.max(1, most / band.count())))) {
            for (Band rows : Band.of(band.count(), parts(band.count(), most))) {
                Band shifted = new Band(band.first() + rows.first(), rows.count());
                blocks.add(new WinogradBlock(this, some, new Tiles(height, shifted), shifted, draft));
            }
        }
        return blocks;
    }

    /** Of how many parts each has so many at most. */
    private static int parts(long all, long most) {
        return Math.toIntExact((all + most - 1) / most);
    }
}
