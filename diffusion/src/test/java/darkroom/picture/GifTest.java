package darkroom.picture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GifTest {

    @TempDir
    Path folder;

    private record Frame(int[] pixels, String delay, byte @Nullable [] looping) {}

    private static Picture greys(int first) {
        byte[] values = new byte[256];
        for (int i = 0; i < 256; i++) {
            values[i] = (byte) (first + i);
        }
        return Picture.ofBytes(32, 8, 1, values);
    }

    private List<Frame> written(Gif gif, List<Picture> frames) throws IOException {
        Path file = folder.resolve("a.gif");
        gif.write(file, frames);
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        try (ImageInputStream stream = ImageIO.createImageInputStream(file.toFile())) {
            reader.setInput(stream);
            List<Frame> read = new java.util.ArrayList<>();
            for (int i = 0; i < reader.getNumImages(true); i++) {
                IIOMetadataNode root =
                        (IIOMetadataNode) reader.getImageMetadata(i).getAsTree("javax_imageio_gif_image_1.0");
                IIOMetadataNode control = (IIOMetadataNode)
                        root.getElementsByTagName("GraphicControlExtension").item(0);
                IIOMetadataNode extension = (IIOMetadataNode)
                        root.getElementsByTagName("ApplicationExtension").item(0);
                var image = reader.read(i);
                int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
                read.add(new Frame(
                        pixels,
                        control.getAttribute("delayTime"),
                        extension == null ? null : (byte[]) extension.getUserObject()));
            }
            return read;
        } finally {
            reader.dispose();
        }
    }

    @Test
    void greyFramesComeBackAsTheyWere() throws IOException {
        List<Frame> read = written(new Gif(5, 150, 0), List.of(greys(0), greys(99), greys(7)));
        assertEquals(List.of("5", "5", "150"), read.stream().map(Frame::delay).toList());
        int[] firsts = {0, 99, 7};
        for (int frame = 0; frame < 3; frame++) {
            for (int i = 0; i < 256; i++) {
                int grey = (firsts[frame] + i) % 256;
                assertEquals(0xFF000000 | grey * 0x010101, read.get(frame).pixels()[i]);
            }
        }
    }

    @Test
    void loopsAreCountedFromTheFirstRepeat() throws IOException {
        List<Picture> two = List.of(greys(0), greys(1));
        assertArrayEquals(
                new byte[] {1, 0, 0}, written(new Gif(5, 5, 0), two).get(0).looping());
        assertNull(written(new Gif(5, 5, 1), two).get(0).looping());
        assertArrayEquals(
                new byte[] {1, 44, 1}, written(new Gif(5, 5, 301), two).get(0).looping());
    }

    @Test
    void fewColoursComeBackAsTheyWere() throws IOException {
        Picture colours = Picture.ofBytes(2, 1, 3, new byte[] {10, 20, 30, (byte) 200, 100, 50});
        Frame read = written(new Gif(5), List.of(colours, colours)).get(1);
        assertArrayEquals(new int[] {0xFF0A141E, 0xFFC86432}, read.pixels());
    }

    @Test
    void refusesWhatIsNoAnimationAndLeavesNoFile() {
        Path file = folder.resolve("none.gif");
        assertThrows(IllegalArgumentException.class, () -> new Gif(5).write(file, List.of()));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Gif(5).write(file, List.of(greys(0), Picture.ofBytes(1, 1, 1, (byte) 0))));
        assertFalse(Files.exists(file));
        assertThrows(IllegalArgumentException.class, () -> new Gif(1));
        assertThrows(IllegalArgumentException.class, () -> new Gif(5, 5, 65536));
    }
}
