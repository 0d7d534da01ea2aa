package darkroom.latent;

import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A large picture computed in overlapping tiles, whose seams fade into each other, so that it takes no more memory than a tile does. The numbers
 * are those of diffusers' {@code enable_vae_tiling}.
 *
 * @param from the side of a tile of what comes in
 * @param to the side of what a tile becomes
 */
record Tiles(long from, long to) {

    /** The share of a tile that lies over its neighbour. */
    private static final double OVERLAP = 0.25;

    /** Whether something is larger than a tile, [B, C, H, W]. */
    boolean needed(Tensor whole) {
        return whole.size(2) > from || whole.size(3) > from;
    }

    /** The whole, made of parts. */
    Tensor mapped(Tensor whole, UnaryOperator<Tensor> part) {
        return Scope.keep(() -> {
            long step = (long) (from * (1 - OVERLAP)), seam = (long) (to * OVERLAP), kept = to - seam;
            List<Tensor> above = List.of();
            List<Tensor> rows = new ArrayList<>();
            for (long top = 0; top < whole.size(2); top += step) {
                List<Tensor> row = new ArrayList<>();
                for (long left = 0; left < whole.size(3); left += step) {
                    Tensor tile = part.apply(cut(cut(whole, 2, top, from), 3, left, from));
                    if (!above.isEmpty()) {
                        fade(above.get(row.size()), tile, 2, seam);
                    }
                    if (!row.isEmpty()) {
                        fade(row.get(row.size() - 1), tile, 3, seam);
                    }
                    row.add(tile);
                }
                rows.add(Tensors.concatenated(
                        3,
                        row.stream()
                                .map(tile -> cut(cut(tile, 2, 0, kept), 3, 0, kept))
                                .toArray(Tensor[]::new)));
                above = row;
            }
            return Tensors.concatenated(2, rows.toArray(Tensor[]::new));
        });
    }

    private static Tensor cut(Tensor from, long dimension, long start, long most) {
        return from.slice(
                dimension, new LongOptional(start), new LongOptional(Math.min(from.size(dimension), start + most)), 1);
    }

    /** Lets the beginning of a tile fade in from the end of the one before it. */
    private static void fade(Tensor before, Tensor tile, long dimension, long seam) {
        long count = Math.min(Math.min(before.size(dimension), tile.size(dimension)), seam);
        float[] shares = new float[Math.toIntExact(count)];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = (float) i / count;
        }
        Tensor share = dimension == 2 ? Tensors.of(shares, count, 1) : Tensors.of(shares, count);
        Tensor begins = tile.narrow(dimension, 0, count);
        begins.copy_(torch.lerp(before.narrow(dimension, before.size(dimension) - count, count), begins, share));
    }
}
