package darkroom.plan;

import org.bytedeco.dnnl.memory;

/**
 * A picture of patches, each the numbers of a token: row by row, with the picture's channels last.
 *
 * @param patch their height and width
 */
record Unpatching(int patch) implements Operation {

    @Override
    public void plan(Node node, Draft draft) {
        Place from = draft.place(node.input(0)), to = draft.make(node);
        long height = node.size(2), width = node.size(3), channels = node.channels();
        long[] shape = {node.size(0), height / patch, width / patch, patch, patch, channels};
        memory.desc tokens = Layout.dense(from.type(), shape);
        memory.desc picture = Layout.strided(
                to.type(),
                shape,
                height * width * channels,
                patch * width * channels,
                patch * channels,
                width * channels,
                channels,
                1);
        draft.device().copy("patches", draft.memory(from, tokens), draft.memory(to, picture), draft.steps());
        draft.read(node.inputs());
    }
}
