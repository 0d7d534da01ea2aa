package darkroom.picture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The texts in PNG files: {@code tEXt} where Latin-1 has all their letters, else {@code iTXt}. */
final class PngTexts {

    private static final String FORMAT = "javax_imageio_png_1.0", KEYWORD = "keyword";

    private PngTexts() {}

    static void add(IIOMetadata metadata, Map<String, String> texts) throws IIOInvalidTreeException {
        for (Map.Entry<String, String> text : texts.entrySet()) {
            boolean latin = StandardCharsets.ISO_8859_1.newEncoder().canEncode(text.getValue());
            IIOMetadataNode entry = new IIOMetadataNode(latin ? "tEXtEntry" : "iTXtEntry");
            entry.setAttribute(KEYWORD, text.getKey());
            entry.setAttribute(latin ? "value" : "text", text.getValue());
            if (!latin) {
                entry.setAttribute("compressionFlag", "FALSE");
                entry.setAttribute("compressionMethod", "0");
                entry.setAttribute("languageTag", "");
                entry.setAttribute("translatedKeyword", "");
            }
            IIOMetadataNode list = new IIOMetadataNode(latin ? "tEXt" : "iTXt"), root = new IIOMetadataNode(FORMAT);
            list.appendChild(entry);
            root.appendChild(list);
            metadata.mergeTree(FORMAT, root);
        }
    }

    static Map<String, String> read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString(), null, "there is no such file");
        }
        ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
        try (ImageInputStream stream = new FileImageInputStream(file.toFile())) {
            reader.setInput(stream);
            Element root = (Element) reader.getImageMetadata(0).getAsTree(FORMAT);
            Map<String, String> texts = new LinkedHashMap<>();
            for (String name : List.of("tEXtEntry", "iTXtEntry")) {
                NodeList entries = root.getElementsByTagName(name);
                for (int i = 0; i < entries.getLength(); i++) {
                    Element entry = (Element) entries.item(i);
                    texts.put(
                            entry.getAttribute(KEYWORD),
                            entry.getAttribute(name.equals("tEXtEntry") ? "value" : "text"));
                }
            }
            return texts;
        } catch (javax.imageio.IIOException e) {
            throw new UnreadablePicture(file, "no PNG file", e);
        } finally {
            reader.dispose();
        }
    }
}
