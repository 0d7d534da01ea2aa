package darkroom.plan;

import org.bytedeco.dnnl.memory;

/**
 * A result that a primitive sees as rows behind each other.
 *
 * @param rows of the whole batch
 * @param columns numbers in a row
 */
record Matrix(long rows, long columns) implements Chain.View {

    static Matrix of(Node node) {
        return new Matrix(node.rows(), node.channels());
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
