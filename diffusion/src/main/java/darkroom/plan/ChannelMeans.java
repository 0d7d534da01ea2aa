package darkroom.plan;

/** The mean of each channel over a picture, [B, C]. */
record ChannelMeans() implements Operation {

    @Override
    public void plan(Node node, Draft draft) {
        Node picture = node.input(0);
        Place from = draft.place(picture);
        draft.make(node);
        ChannelMoments moments = new ChannelMoments(draft, picture);
        Floats to = draft.floats(node);
        moments.plan("means", from);
        draft.steps().add("means", () -> {
            moments.take();
            to.write(moments.means());
        });
        moments.end();
        draft.read(node.inputs());
    }
}
