package darkroom.plan;

/** A zero column at the right and a zero row below, which only a convolution can read. */
record Padding() implements Operation {

    @Override
    public void plan(Node node, Draft draft) {
        throw new NotRecorded("a padded picture that no convolution reads");
    }
}
