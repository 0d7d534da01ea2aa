package darkroom.plan;

import org.jspecify.annotations.Nullable;

/** {@code picture * (1 + scale) + shift}, with [B, 2C] holding first a sample's scales, then its shifts. */
record Modulation() implements Operation {

    /** A modulation that a norm can take along: its only reader, whose numbers are there already. */
    static @Nullable Node behind(Node norm, Draft draft) {
        boolean only = norm.readers().size() == 1;
        Node reader = only ? norm.readers().get(0) : norm;
        return only && reader.operation() instanceof Modulation && draft.has(reader.input(1)) ? reader : null;
    }

    /** Changes a scale and a shift of each sample and channel, [B, C] each, to those that are modulated behind them. */
    static void change(float[] told, int channels, float[] scales, float[] shifts) {
        for (int i = 0; i < scales.length; i++) {
            int at = i + i / channels * channels;
            float factor = 1 + told[at];
            scales[i] *= factor;
            shifts[i] = shifts[i] * factor + told[at + channels];
        }
    }

    @Override
    public void plan(Node node, Draft draft) {
        ScaleAndShift.planAlone(
                node, draft, (told, channels, scales, shifts) -> change(told.get(0), channels, scales, shifts));
    }
}
