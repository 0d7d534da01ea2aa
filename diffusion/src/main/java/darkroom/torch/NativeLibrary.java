package darkroom.torch;

import darkroom.io.AtomicFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/**
 * A native library in a jar, and the file that JavaCPP loads it from.
 *
 * @param file {@code CACHE/JAR/ENTRY}; JavaCPP takes it as it is when it has the entry's size and time
 */
record NativeLibrary(JarFile jar, JarEntry entry, Path file) {

    private static final Pattern NAME = Pattern.compile("[^/]+\\.(so|dylib|dll)[.0-9]*");

    /** What binds LAPACK, which nothing here needs, and a second OpenMP, where JavaCPP puts a link to libtorch's. */
    private static final Pattern UNUSED = Pattern.compile(".*(jniopenblas_full|/dnnl/.*libgomp).*");

    /** JavaCPP loads OpenBLAS under a second name, too. */
    private static final String TWICE = "libopenblas.";

    /** The libraries that lie in a folder of a jar. */
    static List<NativeLibrary> in(JarFile jar, String folder, Path cache) {
        Path unpacked = cache.resolve(Path.of(jar.getName()).getFileName()).resolve(folder);
        return jar.stream()
                .filter(entry -> entry.getName().startsWith(folder))
                .filter(entry ->
                        NAME.matcher(entry.getName().substring(folder.length())).matches())
                .filter(entry -> !UNUSED.matcher(entry.getName()).matches())
                .flatMap(entry -> names(entry.getName().substring(folder.length()))
                        .map(name -> new NativeLibrary(jar, entry, unpacked.resolve(name))))
                .toList();
    }

    private static Stream<String> names(String name) {
        return name.startsWith(TWICE) ? Stream.of(name, name.replace(TWICE, "libopenblas_nolapack.")) : Stream.of(name);
    }

    long size() {
        return entry.getSize();
    }

    /** Whether the file is there as it was unpacked. */
    boolean isWhole() {
        try {
            BasicFileAttributes found =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return found.isRegularFile()
                    && found.size() == entry.getSize()
                    && found.lastModifiedTime().toMillis() == entry.getTime();
        } catch (IOException e) {
            return false;
        }
    }

    /** Writes the file anew unless it is whole, and clears away what a killed process left of it. */
    void unpack() throws IOException {
        if (isWhole()) {
            return;
        }
        try (DirectoryStream<Path> left = Files.newDirectoryStream(
                Files.createDirectories(file.getParent()), "." + file.getFileName() + ".*.tmp")) {
            for (Path part : left) {
                Files.delete(part);
            }
        }
        AtomicFile.write(file, out -> {
            try (CheckedInputStream in = new CheckedInputStream(jar.getInputStream(entry), new CRC32())) {
                in.transferTo(out);
                if (in.getChecksum().getValue() != entry.getCrc()) {
                    throw new IOException(entry.getName() + " is damaged in " + jar.getName());
                }
            }
        });
        Files.setLastModifiedTime(file, FileTime.fromMillis(entry.getTime()));
    }
}
