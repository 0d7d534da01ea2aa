package darkroom.plan;

/** A picture plus one number for each channel, [B, C]. */
record ChannelSum() implements Operation {

    @Override
    public boolean follow(Node node, Chain chain) {
        return node.input(0) == chain.last() && chain.addToChannels(node.input(1));
    }

    @Override
    public void plan(Node node, Draft draft) {
        ScaleAndShift.planAlone(
                node,
                draft,
                (told, channels, scales, shifts) -> System.arraycopy(told.get(0), 0, shifts, 0, shifts.length));
    }
}
