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
