package darkroom.plan;

/** Tokens times one factor for each sample and channel, [B, C]. */
record TokenFactors() implements Operation {

    @Override
    public void plan(Node node, Draft draft) {
        ScaleAndShift.planAlone(
                node,
                draft,
                (told, channels, scales, shifts) -> System.arraycopy(told.get(0), 0, scales, 0, scales.length));
    }
}
