package darkroom.plan;

import org.bytedeco.dnnl.memory;

/**
 * A value that a primitive sees as rows behind each other.
 *
 * @param rows of the whole batch, or some of them
 * @param columns numbers in a row
 * @param before rows that lie before them
 */
record Matrix(long rows, long columns, long before) implements Chain.View {

    Matrix(long rows, long columns) {
        this(rows, columns, 0);
    }

    static Matrix of(Node node) {
        return new Matrix(node.rows(), node.channels());
    }

    /** Some of the rows. */
    Matrix rows(Band band) {
        return new Matrix(band.count(), columns, before + band.first());
    }

    @Override
    public memory.desc whole(memory.data_type type) {
        return Layout.matrix(rows, columns, type);
    }

    @Override
    public memory.desc channels() {
        throw new IllegalStateException("Rows have no channels that samples share.");
    }
}
