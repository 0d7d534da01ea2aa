package darkroom.network;

import org.jspecify.annotations.Nullable;

/**
 * The residual block of diffusion U-Nets (Ho et al. 2020, appendix B; as diffusers' {@code ResnetBlock2D}): norm, SiLU,
 * convolution, time, norm, SiLU, convolution, added to the input.
 */
final class ResidualBlock implements Unit {

    /** Whether a block changes the picture's size, right behind its first activation. */
    enum Resize {
        NONE,
        HALVE,
        DOUBLE
    }

    /** What all residual blocks of a network share. */
    record Style(int timeChannels, int groups, double epsilon, boolean scaleShift, double dropout) {}

    private final String name;
    private final Style style;
    private final int from;
    private final int to;
    private final Resize resize;
    private final double outputScale;
    private final String norm1;
    private final String conv1;
    private final String time;
    private final String norm2;
    private final String conv2;
    private final @Nullable String shortcut;

    ResidualBlock(String name, Style style, int from, int to, Resize resize, double outputScale) {
        this.name = name;
        this.style = style;
        this.from = from;
        this.to = to;
        this.resize = resize;
        this.outputScale = outputScale;
        this.norm1 = name + ".norm1";
        this.conv1 = name + ".conv1";
        this.time = name + ".time_emb_proj";
        this.norm2 = name + ".norm2";
        this.conv2 = name + ".conv2";
        this.shortcut = from == to ? null : name + ".conv_shortcut";
    }

    /** Its name. */
    String name() {
        return name;
    }

    @Override
    public void declare(Parameters parameters) {
        parameters.norm(norm1, from);
        parameters.convolution(conv1, from, to, 3);
        parameters.linear(time, style.timeChannels, style.scaleShift ? 2 * to : to);
        parameters.norm(norm2, to);
        parameters.convolution(conv2, to, to, 3);
        if (shortcut != null) {
            parameters.convolution(shortcut, from, to, 1);
        }
    }

    @Override
    public <T> T forward(Operations<T> on, T x, T activeTime) {
        T hidden = on.silu(on.groupNorm(norm1, x, style.groups, style.epsilon));
        T kept = resized(on, x);
        hidden = on.convolution(conv1, resized(on, hidden), 1, 1);
        T told = on.linear(time, activeTime);
        if (style.scaleShift) {
            hidden = on.modulate(on.groupNorm(norm2, hidden, style.groups, style.epsilon), told);
        } else {
            hidden = on.groupNorm(norm2, on.addToChannels(hidden, told), style.groups, style.epsilon);
        }
        hidden = on.convolution(conv2, on.dropout(on.silu(hidden), style.dropout), 1, 1);
        T sum = on.add(shortcut == null ? kept : on.convolution(shortcut, kept, 1, 0), hidden);
        return on.part(name, outputScale == 1 ? sum : on.affine(sum, 1 / outputScale, 0));
    }

    private <T> T resized(Operations<T> on, T x) {
        return switch (resize) {
            case NONE -> x;
            case HALVE -> on.averagePool(x);
            case DOUBLE -> on.upsample(x);
        };
    }
}
