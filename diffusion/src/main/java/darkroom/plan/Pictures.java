package darkroom.plan;

import org.bytedeco.dnnl.memory;

/**
 * Pictures [B, C, H, W], or some rows of the pixels of one picture, as a primitive sees them.
 *
 * @param before pixels that lie before them
 */
record Pictures(long[] shape, long before) implements Chain.View {

    /** Those of a node; tokens [B, N, C] are pictures of one column. */
    static Pictures of(Node node) {
        return new Pictures(
                node.isPicture() ? node.shape() : new long[] {node.size(0), node.channels(), node.size(1), 1}, 0);
    }

    /** One of the pictures. */
    Pictures sample(long index) {
        return new Pictures(new long[] {1, shape[1], shape[2], shape[3]}, before + index * shape[2] * shape[3]);
    }

    /** How many rows of pixels each has. */
    long height() {
        return shape[2];
    }

    /** Some rows of pixels of the only picture; of several pictures, all rows. */
    Pictures rows(Band band) {
        long[] fewer = shape.clone();
        fewer[2] = band.count();
        return new Pictures(fewer, before + band.first() * shape[3]);
    }

    @Override
    public memory.desc whole(memory.data_type type) {
        return Layout.pictures(shape, type);
    }

    @Override
    public memory.desc channels() {
        return Layout.pictures(new long[] {shape[0], shape[1], 1, 1}, memory.data_type.f32);
    }
}
