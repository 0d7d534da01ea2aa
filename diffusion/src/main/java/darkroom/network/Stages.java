package darkroom.network;

import darkroom.network.ResidualBlock.Form;
import darkroom.network.ResidualBlock.Resize;
import darkroom.network.ResidualBlock.Style;
import darkroom.network.UpStage.Drawing;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the stages of a U-Net from its options: diffusers' blocks, by the names of their classes. */
final class Stages {

    /** What a type of block is made of. */
    private record Type(boolean attends, boolean smooth, boolean residualResizing) {

        static Type of(String option, String name, String direction) {
            return switch (name.replace(direction + "Block2D", "")) {
                case "" -> new Type(false, false, false);
                case "Attn" -> new Type(true, false, false);
                case "Skip" -> new Type(false, true, false);
                case "AttnSkip" -> new Type(true, true, false);
                case "ResnetDownsampleBlock2D", "ResnetUpsampleBlock2D" -> new Type(false, false, true);
                default -> throw new IllegalArgumentException(option + " names the unsupported " + name + ".");
            };
        }
    }

    private static final int MOST_GROUPS = 32;
    private static final double SMOOTH_SCALE = Math.sqrt(2);

    private final UNetConfig config;
    private final Style style;

    Stages(UNetConfig config, int timeChannels) {
        this.config = config;
        style = new Style(
                timeChannels,
                config.normEps(),
                config.resnetTimeScaleShift().equals("scale_shift"),
                config.dropout(),
                Activation.named(config.actFn()));
    }

    /** Groups where the options do not say: of four channels each, but at most 32. */
    static int usualGroups(int channels) {
        return Math.min(channels / 4, MOST_GROUPS);
    }

    DownStage down(String name, String blockType, int layers, int from, int to, boolean halves) {
        Type type = Type.of("down_block_types", blockType, "Down");
        List<Layer> made = new ArrayList<>();
        for (int j = 0; j < layers; j++) {
            int in = j == 0 ? from : to;
            made.add(layer(name, j, type, in, to, usualGroups(in), type.attends));
        }
        if (!halves) {
            return new DownStage(made, null, null);
        }
        if (type.smooth) {
            return new DownStage(
                    made, smoothResizing(name + ".resnet_down", to, Resize.SMOOTH_HALVE), name + ".skip_conv");
        }
        boolean residual = type.residualResizing || type.attends && "resnet".equals(config.downsampleType());
        return new DownStage(made, resizing(name + ".downsamplers.0", to, Resize.HALVE, residual), null);
    }

    /** The blocks in the middle, behind the way down and in front of the way up. */
    List<Layer> middle(String name, int channels) {
        double scale = config.midBlockScaleFactor();
        Integer own = config.attnNormNumGroups();
        int groups = groups(channels), ofAttention = own != null ? own : style.scaleShift() ? 0 : groups;
        return List.of(
                new Layer(
                        residual(name + ".resnets.0", Form.of(channels, channels, groups, scale)),
                        config.addAttention() ? attention(name + ".attentions.0", channels, ofAttention, scale) : null),
                new Layer(residual(name + ".resnets.1", Form.of(channels, channels, groups, scale)), null));
    }

    UpStage up(String name, String blockType, int layers, int from, int skip, int to, boolean doubles) {
        Type type = Type.of("up_block_types", blockType, "Up");
        List<Layer> made = new ArrayList<>();
        for (int j = 0; j < layers; j++) {
            int before = j == 0 ? from : to, skipped = j == layers - 1 ? skip : to;
            // A slip of the reference's that its published weights depend on: the division binds to the skip alone.
            int groups = type.attends ? Math.min(before + skipped / 4, MOST_GROUPS) : usualGroups(before + skipped);
            made.add(layer(name, j, type, before + skipped, to, groups, type.attends && !type.smooth));
        }
        if (type.smooth) {
            return new UpStage(
                    made,
                    type.attends ? attention(name + ".attentions.0", to, MOST_GROUPS, SMOOTH_SCALE) : null,
                    doubles ? smoothResizing(name + ".resnet_up", to, Resize.SMOOTH_DOUBLE) : null,
                    new Drawing(
                            name + ".skip_conv",
                            doubles ? new Norm(name + ".skip_norm", to, usualGroups(to), config.normEps()) : null));
        }
        boolean residual = type.residualResizing || type.attends && "resnet".equals(config.upsampleType());
        return new UpStage(
                made, null, doubles ? resizing(name + ".upsamplers.0", to, Resize.DOUBLE, residual) : null, null);
    }

    private Layer layer(String stage, int j, Type type, int from, int to, int smoothGroups, boolean attends) {
        Form form = type.smooth
                ? new Form(from, to, smoothGroups, usualGroups(to), Resize.NONE, from != to, SMOOTH_SCALE)
                : Form.of(from, to, groups(to), 1);
        return new Layer(
                residual(stage + ".resnets." + j, form),
                attends
                        ? attention(
                                stage + ".attentions." + j,
                                to,
                                type.smooth ? MOST_GROUPS : groups(to),
                                form.outputScale())
                        : null);
    }

    private ResidualBlock residual(String name, Form form) {
        return new ResidualBlock(name, style, form);
    }

    private AttentionBlock attention(String name, int channels, int groups, double outputScale) {
        Integer head = config.attentionHeadDim();
        return new AttentionBlock(
                name, channels, head == null ? channels : head, groups, config.normEps(), outputScale);
    }

    private Unit smoothResizing(String name, int channels, Resize to) {
        int groups = usualGroups(channels);
        return residual(name, new Form(channels, channels, groups, groups, to, true, SMOOTH_SCALE));
    }

    private Unit resizing(String name, int channels, Resize to, boolean residual) {
        return residual
                ? residual(name, Form.resizing(channels, groups(channels), to))
                : new ResizingConvolution(name, channels, to == Resize.DOUBLE, config.downsamplePadding() == 0);
    }

    private int groups(int channels) {
        @Nullable Integer given = config.normNumGroups();
        return given == null ? usualGroups(channels) : given;
    }
}
