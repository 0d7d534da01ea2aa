package darkroom.plan;

import org.bytedeco.dnnl.memory;

/** How oneDNN is told of numbers in memory. */
final class Layout {

    private Layout() {}

    /** Pictures [B, C, H, W], the channels of a pixel side by side. */
    static memory.desc pictures(long[] shape, memory.data_type type) {
        return new memory.desc(shape, type, memory.format_tag.nhwc);
    }

    /** Rows behind each other, [rows, columns]. */
    static memory.desc matrix(long rows, long columns, memory.data_type type) {
        return dense(type, rows, columns);
    }

    /** Any order of dimensions, by the distance from one number to the next in each. */
    static memory.desc strided(memory.data_type type, long[] shape, long... strides) {
        return new memory.desc(shape, type, strides);
    }

    /**
     * Matrices in a batch of two dimensions, [.., .., rows, columns]. A dimension of a single index is left out: oneDNN 3.11 may take
     * its stride for that of the other one, and then writes where it shouldn't.
     */
    static memory.desc matrices(memory.data_type type, long[] shape, long... strides) {
        if (shape[0] > 1 && shape[1] > 1) {
            return strided(type, shape, strides);
        }
        long batch = shape[0] * shape[1], end = Math.max(shape[2] * strides[2], shape[3] * strides[3]);
        long stride = batch == 1 ? end : strides[shape[0] > 1 ? 0 : 1];
        return strided(type, new long[] {batch, shape[2], shape[3]}, stride, strides[2], strides[3]);
    }

    /** The same matrix for all of a batch, which has as many dimensions as in a description of others. */
    static memory.desc matrix(memory.data_type type, long rows, long columns, long stride, memory.desc like) {
        long whole = rows * stride;
        return like.get_ndims() == 4
                ? strided(type, new long[] {1, 1, rows, columns}, whole, whole, stride, 1)
                : strided(type, new long[] {1, rows, columns}, whole, stride, 1);
    }

    /** The last dimension's numbers side by side, then the last but one's, and so on. */
    static memory.desc dense(memory.data_type type, long... shape) {
        long[] strides = new long[shape.length];
        long stride = 1;
        for (int i = shape.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= shape[i];
        }
        return new memory.desc(shape, type, strides);
    }

    /** A list of numbers. */
    static memory.desc list(long size, memory.data_type type) {
        return new memory.desc(new long[] {size}, type, memory.format_tag.a);
    }

    /** A shape in whichever order a primitive is fastest with. */
    static memory.desc any(memory.data_type type, long... shape) {
        return new memory.desc(shape, type, memory.format_tag.any);
    }

    /** The bytes that a number takes. */
    static long bytes(memory.data_type type) {
        return memory.data_type_size(type);
    }
}
