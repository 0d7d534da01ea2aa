package darkroom.picture;

import darkroom.io.AtomicFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Writes pictures as an animated GIF: greys as they are, colours as the nearest of 256 that are chosen for each frame.
 *
 * @param delay how long a frame stays, in hundredths of a second, 2 to 65535 (many viewers slow down what is shorter)
 * @param last how long the last frame stays
 * @param loops how often it plays, 0 for ever
 */
public record Gif(int delay, int last, int loops) {

    private static final String METADATA = "javax_imageio_gif_image_1.0";

    public Gif {
        if (delay < 2 || delay > 65535 || last < 2 || last > 65535 || loops < 0 || loops > 65535) {
            throw new IllegalArgumentException("A GIF has delays from 2 to 65535 hundredths of a second and 0 to 65535"
                    + " loops, not " + delay + ", " + last + " and " + loops + ".");
        }
    }

    /** Plays for ever, and shows the last frame for two seconds. */
    public Gif(int delay) {
        this(delay, Math.max(200, delay), 0);
    }

    /**
     * Writes a file, whole or not at all.
     *
     * @param frames at least one, all of one size
     * @throws IllegalArgumentException when there are none, or their sizes differ
     * @throws IOException when it cannot be written
     */
    public void write(Path file, List<Picture> frames) throws IOException {
        if (frames.isEmpty()) {
            throw new IllegalArgumentException("A GIF needs at least one frame.");
        }
        for (Picture frame : frames) {
            if (frame.width() != frames.get(0).width()
                    || frame.height() != frames.get(0).height()) {
                throw new IllegalArgumentException("The frames of a GIF are of one size, but there is a "
                        + frames.get(0) + " and a " + frame + ".");
            }
        }
        AtomicFile.write(file, out -> encode(frames, out));
    }

    private void encode(List<Picture> frames, OutputStream out) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
        try (ImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.prepareWriteSequence(null);
            for (int i = 0; i < frames.size(); i++) {
                Picture frame = frames.get(i);
                BufferedImage image = frame.channels() == 1 ? Images.paletted(frame) : Images.image(frame);
                IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(image), null);
                metadata.mergeTree(
                        METADATA, timing(i == frames.size() - 1 ? last : delay, i == 0 && frames.size() > 1));
                writer.writeToSequence(new IIOImage(image, null, metadata), null);
            }
            writer.endWriteSequence();
        } finally {
            writer.dispose();
        }
    }

    private IIOMetadataNode timing(int hundredths, boolean first) {
        IIOMetadataNode control = new IIOMetadataNode("GraphicControlExtension");
        control.setAttribute("disposalMethod", "none");
        control.setAttribute("userInputFlag", "FALSE");
        control.setAttribute("transparentColorFlag", "FALSE");
        control.setAttribute("transparentColorIndex", "0");
        control.setAttribute("delayTime", String.valueOf(hundredths));
        IIOMetadataNode root = new IIOMetadataNode(METADATA);
        root.appendChild(control);
        if (first && loops != 1) {
            root.appendChild(looping());
        }
        return root;
    }

    /** Netscape's extension, whose count is of the repeats after the first time. */
    private IIOMetadataNode looping() {
        int repeats = Math.max(0, loops - 1);
        IIOMetadataNode extension = new IIOMetadataNode("ApplicationExtension");
        extension.setAttribute("applicationID", "NETSCAPE");
        extension.setAttribute("authenticationCode", "2.0");
        extension.setUserObject(new byte[] {1, (byte) repeats, (byte) (repeats >> 8)});
        IIOMetadataNode extensions = new IIOMetadataNode("ApplicationExtensions");
        extensions.appendChild(extension);
        return extensions;
    }
}
