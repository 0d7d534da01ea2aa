package darkroom.plan;

/** The mean of each channel over a picture, [B, C]. */
record ChannelMeans() implements Operation {

    @Override
    public void plan(Node node, Draft draft) {
        Node picture = node.input(0);
        Place from = draft.place(picture);
        draft.make(node);
        PixelSums sums = new PixelSums(draft, picture);
        Floats to = draft.floats(node);
        long pixels = picture.size(2) * picture.size(3);
        sums.plan("means", from);
        draft.steps().add("means", () -> {
            float[] means = sums.numbers();
            for (int i = 0; i < means.length; i++) {
                means[i] /= pixels;
            }
            to.write(means);
        });
        sums.end();
        draft.read(node.inputs());
    }
}
