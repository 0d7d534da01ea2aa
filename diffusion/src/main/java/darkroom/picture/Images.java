package darkroom.picture;

import java.awt.Point;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;

/** Between pictures and the JDK's images, values as they are in the file: no colour management. */
final class Images {

    private static final byte[] GREYS = greys();

    private Images() {}

    static BufferedImage image(Picture picture) {
        int width = picture.width(), height = picture.height(), channels = picture.channels();
        byte[] values = picture.bytes();
        int[] offsets = channels == 1 ? new int[] {0} : new int[] {0, 1, 2};
        WritableRaster raster = Raster.createInterleavedRaster(
                new DataBufferByte(values, values.length),
                width,
                height,
                width * channels,
                channels,
                offsets,
                new Point());
        int space = channels == 1 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB;
        ColorModel colours = new ComponentColorModel(
                ColorSpace.getInstance(space), false, false, ColorModel.OPAQUE, DataBuffer.TYPE_BYTE);
        return new BufferedImage(colours, raster, false, null);
    }

    /** A grey picture as an image with a palette of all 256 greys, which a GIF holds without loss. */
    static BufferedImage paletted(Picture picture) {
        WritableRaster raster = image(picture).getRaster();
        return new BufferedImage(new IndexColorModel(8, 256, GREYS, GREYS, GREYS), raster, false, null);
    }

    /** A picture of an image: grey if the image is, else RGB; what is transparent is shown on white. */
    static Picture picture(BufferedImage image) {
        ColorModel colours = image.getColorModel();
        boolean grey = colours.getColorSpace().getType() == ColorSpace.TYPE_GRAY;
        return grey && colours instanceof ComponentColorModel ? grey(image) : coloured(image);
    }

    /** getRGB would take the greys of a file for linear light, and brighten them. */
    private static Picture grey(BufferedImage image) {
        Raster raster = image.getRaster();
        ColorModel colours = image.getColorModel();
        double white = (1 << colours.getComponentSize(0)) - 1;
        int width = image.getWidth(), height = image.getHeight();
        byte[] values = new byte[width * height];
        int[] row = new int[width], alpha = new int[width];
        for (int y = 0; y < height; y++) {
            raster.getSamples(0, y, width, 1, 0, row);
            if (colours.hasAlpha()) {
                raster.getSamples(0, y, width, 1, 1, alpha);
            }
            for (int x = 0; x < width; x++) {
                double opaque = colours.hasAlpha() ? alpha[x] / white : 1;
                values[y * width + x] = (byte) Math.rint(255 * (opaque * row[x] / white + 1 - opaque));
            }
        }
        return Picture.of(width, height, 1, values);
    }

    private static Picture coloured(BufferedImage image) {
        int width = image.getWidth(), height = image.getHeight();
        byte[] values = new byte[Math.multiplyExact(3, width * height)];
        int[] row = new int[width];
        for (int y = 0, at = 0; y < height; y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int argb : row) {
                double opaque = (argb >>> 24) / 255.0;
                for (int shift = 16; shift >= 0; shift -= 8) {
                    values[at++] = (byte) Math.rint(opaque * (argb >> shift & 0xFF) + 255 * (1 - opaque));
                }
            }
        }
        return Picture.of(width, height, 3, values);
    }

    private static byte[] greys() {
        byte[] greys = new byte[256];
        for (int i = 0; i < 256; i++) {
            greys[i] = (byte) i;
        }
        return greys;
    }
}
