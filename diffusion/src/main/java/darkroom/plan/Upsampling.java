package darkroom.plan;

import org.bytedeco.dnnl.memory;

/** A picture of twice the size, each pixel four times: four copies, each to every second pixel of every second row. */
record Upsampling() implements Operation {

    @Override
    public void plan(Node node, Draft draft) {
        Node convolved = Doubling.behind(node, draft);
        if (convolved != null) {
            Doubling.plan(node, convolved, draft);
            return;
        }
        Node picture = node.input(0);
        Place from = draft.place(picture), to = draft.make(node);
        long channels = node.channels(), row = node.size(3) * channels;
        memory.desc small = Layout.pictures(picture.shape(), from.type());
        memory.desc spread = Layout.strided(to.type(), picture.shape(), node.size(2) * row, 1, 2 * row, 2 * channels);
        for (long start : new long[] {0, channels, row, row + channels}) {
            draft.device()
                    .copy("upsampling", draft.memory(from, small), draft.memory(to, spread, start), draft.steps());
        }
        draft.read(node.inputs());
    }
}
