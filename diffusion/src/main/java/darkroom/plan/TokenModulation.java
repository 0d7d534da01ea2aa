package darkroom.plan;

/** {@code tokens * (1 + scale) + shift}, with a scale and a shift for each sample and channel, [B, C] each. */
record TokenModulation() implements Operation {

    @Override
    public void plan(Node node, Draft draft) {
        ScaleAndShift.planAlone(node, draft, (told, channels, scales, shifts) -> {
            for (int i = 0; i < scales.length; i++) {
                scales[i] = 1 + told.get(0)[i];
                shifts[i] = told.get(1)[i];
            }
        });
    }
}
