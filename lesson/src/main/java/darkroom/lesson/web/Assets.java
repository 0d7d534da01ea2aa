package darkroom.lesson.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarEntry;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** The files that the page is made of, from the jars; each is read, hashed and compressed once. */
public final class Assets {

    /**
     * A file.
     *
     * @param bytes its content
     * @param gzip its content compressed; the content itself where that is not smaller
     * @param type its media type
     * @param tag changes when the content does
     */
    public record Asset(byte[] bytes, byte[] gzip, String type, String tag) {

        public static Asset of(byte[] bytes, String type) {
            byte[] packed = type.startsWith("font/") ? bytes : packed(bytes);
            return new Asset(bytes, packed.length < bytes.length ? packed : bytes, type, "\"" + digest(bytes) + "\"");
        }

        public boolean compressible() {
            return gzip.length < bytes.length;
        }
    }

    private static final Map<String, String> TYPES = Map.of(
            "js", "text/javascript; charset=utf-8",
            "mjs", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "java", "text/plain; charset=utf-8",
            "py", "text/plain; charset=utf-8",
            "txt", "text/plain; charset=utf-8",
            "woff2", "font/woff2");

    private final Map<String, Optional<Asset>> known = new ConcurrentHashMap<>();

    /** The file of a path below a folder of the class path, if there is one of a kind that pages are made of. */
    public Optional<Asset> find(String folder, String path) {
        String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
        if (type == null || !path.matches("[A-Za-z0-9_@-][A-Za-z0-9_./@-]{0,200}") || path.contains("..")) {
            return Optional.empty();
        }
        String name = folder + path;
        Optional<Asset> asset = known.get(name);
        if (asset == null) {
            asset = bytes(name).map(bytes -> Asset.of(bytes, type));
            if (asset.isPresent()) {
                known.put(name, asset);
            }
        }
        return asset;
    }

    /** A text of the class path that must be there. */
    public static String text(String name) {
        return new String(
                bytes(name).orElseThrow(() -> new IllegalStateException("The jar lacks " + name + ".")),
                StandardCharsets.UTF_8);
    }

    /** The files below a folder of the class path, each by its path from there, in order. */
    public static List<String> list(String folder) {
        URL found = Assets.class.getResource(folder);
        if (found == null) {
            throw new IllegalStateException("The jar lacks " + folder + ".");
        }
        try {
            return found.openConnection() instanceof JarURLConnection jar
                    ? below(jar.getEntryName(), jar.getJarFile().stream().map(JarEntry::getName))
                    : walked(Path.of(found.toURI()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> walked(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return below(
                    "",
                    files.filter(Files::isRegularFile)
                            .map(file -> folder.relativize(file).toString().replace('\\', '/')));
        }
    }

    private static List<String> below(String folder, Stream<String> files) {
        return files.filter(file -> file.startsWith(folder) && !file.endsWith("/"))
                .map(file -> file.substring(folder.length()))
                .sorted()
                .toList();
    }

    private static Optional<byte[]> bytes(String name) {
        try (InputStream in = Assets.class.getResourceAsStream(name)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] packed(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static String digest(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(hash, 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
