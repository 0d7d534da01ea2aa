package darkroom.plan;

import org.jspecify.annotations.Nullable;

/**
 * Group normalisation (Wu and He 2018) with what modulates it and the activation behind it.
 *
 * <p>oneDNN's own primitive is several times slower with few channels in a group. Here the means and variances of channels are put together
 * for the groups. Being about the means, the variances stay accurate where a mean is large against the spread.
 *
 * @param layer whose scale and shift it has
 */
record GroupNorm(String layer, int groups, double epsilon) implements Operation {

    @Override
    public void plan(Node node, Draft draft) {
        Node picture = node.input(0);
        @Nullable Node modulation = Modulation.behind(node, draft);
        if (modulation != null) {
            draft.done(modulation);
        }
        Chain chain = Chain.from(draft, modulation == null ? node : modulation, Chain.Ability.CHANGE);
        Place from = draft.place(picture), to = draft.make(chain.last());
        Moments moments = new Moments(
                groups,
                picture,
                epsilon,
                draft.weights().scale(layer),
                draft.weights().shift(layer));
        ChannelMoments channels = new ChannelMoments(draft, picture);
        ScaleAndShift change = new ScaleAndShift(draft, picture, chain);
        channels.plan("norm: moments of channels", from);
        @Nullable Floats modulating = modulation == null ? null : draft.floats(modulation.input(1));
        draft.steps().add("norm: means and variances", () -> {
            channels.take();
            moments.take(channels.means(), channels.variances());
            if (modulating != null) {
                moments.modulate(modulating.read());
            }
            change.by(moments.scales(), moments.shifts());
        });
        change.plan("norm: scale and shift", from, to);
        channels.end();
        change.end();
        draft.read(node.inputs());
        if (modulation != null) {
            draft.read(modulation.inputs().subList(1, 2));
        }
    }
}
