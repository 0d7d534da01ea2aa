package darkroom.network;

import org.jspecify.annotations.Nullable;

/**
 * The residual block of diffusion U-Nets (Ho et al. 2020, appendix B; as diffusers' {@code ResnetBlock2D}): norm, activation,
 * convolution, time, norm, activation, convolution, added to the input.
 */
final class ResidualBlock implements Unit {

    /** Whether a block changes the picture's size, right behind its first activation. */
    enum Resize {
        NONE,
        HALVE,
        DOUBLE,
        SMOOTH_HALVE,
        SMOOTH_DOUBLE
    }

    /**
     * What all residual blocks of a network share.
     *
     * @param timeChannels of the time embedding; 0 where blocks are told no time
     */
    record Style(int timeChannels, double epsilon, boolean scaleShift, double dropout, Activation activation) {}

    /**
     * What differs from block to block.
     *
     * @param from channels of the input
     * @param to channels of the output
     * @param groupsIn of the first norm
     * @param groupsOut of the second norm
     * @param shortcut whether the input passes through a convolution of its own before it is added
     * @param outputScale what the sum is divided by
     */
    record Form(int from, int to, int groupsIn, int groupsOut, Resize resize, boolean shortcut, double outputScale) {

        /** The usual form. */
        static Form of(int from, int to, int groups, double outputScale) {
            return new Form(from, to, groups, groups, Resize.NONE, from != to, outputScale);
        }

        /** One that changes the size of the picture. */
        static Form resizing(int channels, int groups, Resize resize) {
            return new Form(channels, channels, groups, groups, resize, false, 1);
        }
    }

    private final String name;
    private final Style style;
    private final Form form;
    private final Norm norm1;
    private final String conv1;
    private final String time;
    private final Norm norm2;
    private final String conv2;
    private final @Nullable String shortcut;

    ResidualBlock(String name, Style style, Form form) {
        this.name = name;
        this.style = style;
        this.form = form;
        this.norm1 = new Norm(name + ".norm1", form.from, form.groupsIn, style.epsilon);
        this.conv1 = name + ".conv1";
        this.time = name + ".time_emb_proj";
        this.norm2 = new Norm(name + ".norm2", form.to, form.groupsOut, style.epsilon);
        this.conv2 = name + ".conv2";
        this.shortcut = form.shortcut ? name + ".conv_shortcut" : null;
    }

    /** Its name. */
    String name() {
        return name;
    }

    /** The channels of its output. */
    int channels() {
        return form.to;
    }

    @Override
    public void declare(Parameters parameters) {
        norm1.declare(parameters);
        parameters.convolution(conv1, form.from, form.to, 3);
        if (style.timeChannels > 0) {
            parameters.linear(time, style.timeChannels, style.scaleShift ? 2 * form.to : form.to);
        }
        norm2.declare(parameters);
        parameters.convolution(conv2, form.to, form.to, 3);
        if (shortcut != null) {
            parameters.convolution(shortcut, form.from, form.to, 1);
        }
    }

    @Override
    public <T> T forward(Operations<T> on, T x, Told<T> told) {
        T hidden = on.activation(norm1.forward(on, x), style.activation);
        T kept = resized(on, x);
        hidden = on.convolution(conv1, resized(on, hidden), 1, 1);
        hidden = normed(on, hidden, told);
        hidden = on.convolution(conv2, on.dropout(on.activation(hidden, style.activation), style.dropout), 1, 1);
        T sum = on.add(shortcut == null ? kept : on.convolution(shortcut, kept, 1, 0), hidden);
        return on.part(name, form.outputScale == 1 ? sum : on.affine(sum, 1 / form.outputScale, 0));
    }

    private <T> T normed(Operations<T> on, T hidden, Told<T> told) {
        if (style.timeChannels == 0) {
            return norm2.forward(on, hidden);
        }
        T numbers = on.linear(time, told.activeTime());
        return style.scaleShift
                ? on.modulate(norm2.forward(on, hidden), numbers)
                : norm2.forward(on, on.addToChannels(hidden, numbers));
    }

    private <T> T resized(Operations<T> on, T x) {
        return switch (form.resize) {
            case NONE -> x;
            case HALVE -> on.averagePool(x);
            case DOUBLE -> on.upsample(x);
            case SMOOTH_HALVE -> on.smoothPool(x);
            case SMOOTH_DOUBLE -> on.smoothUpsample(x);
        };
    }
}
