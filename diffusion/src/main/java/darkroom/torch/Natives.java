package darkroom.torch;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import org.bytedeco.javacpp.Loader;

/**
 * Unpacks libtorch and oneDNN to where JavaCPP looks for them, so that JavaCPP finds every library whole and unpacks none itself.
 *
 * <p>JavaCPP loads libraries before it has checked those that they need, and dies in what an interrupted start left. The folder is
 * {@code ~/.javacpp/cache} unless the system property {@code org.bytedeco.javacpp.cachedir} names another.
 */
public final class Natives {

    static {
        unpack("javacpp/%s/jnijavacpp", "openblas/%s/jniopenblas", "pytorch/%s/jnitorch");
    }

    /** oneDNN is unpacked when it is used first, by itself. */
    private static final class OneDnn {

        static {
            unpack("opencl/%s/jniOpenCL", "dnnl/%s/jnidnnl");
        }

        static void ready() {}
    }

    private Natives() {}

    /** Unpacks ahead of the first use, as an installation may want to. */
    public static void main(String[] arguments) {
        ready();
        oneDnnReady();
    }

    /**
     * To be called before the first class of libtorch is touched; what it does is done once, when this class is initialised.
     *
     * @throws UnsatisfiedLinkError with a sentence for the user when the libraries cannot be unpacked
     */
    static void ready() {}

    /**
     * To be called before the first class of oneDNN is touched.
     *
     * @throws UnsatisfiedLinkError as {@link #ready} does
     */
    public static void oneDnnReady() {
        OneDnn.ready();
    }

    private static void unpack(String... known) {
        try {
            unpack(Loader.getCacheDir().toPath(), known);
        } catch (IOException e) {
            throw new UnsatisfiedLinkError(e.getMessage());
        }
    }

    private static void unpack(Path cache, String... all) throws IOException {
        List<NativeLibrary> libraries = new ArrayList<>();
        for (String known : all) {
            libraries.addAll(beside(known.formatted(Loader.getPlatform()), cache));
        }
        if (libraries.stream().allMatch(NativeLibrary::isWhole)) {
            return;
        }
        try {
            // JavaCPP takes the same lock in the same way; the monitor stands between the threads of one process.
            synchronized (Runtime.getRuntime()) {
                try (FileChannel file = FileChannel.open(
                                cache.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock lock = file.lock()) {
                    assert lock.isValid();
                    for (NativeLibrary library : libraries) {
                        library.unpack();
                    }
                }
            }
        } catch (IOException e) {
            long bytes = libraries.stream().mapToLong(NativeLibrary::size).sum();
            throw new IOException(
                    "Unpacking needs " + bytes / 1_000_000 + " MB in " + cache + " and failed: " + reason(e) + ".", e);
        }
    }

    private static String reason(IOException failure) {
        if (failure instanceof AccessDeniedException denied) {
            return denied.getFile() + " cannot be written";
        }
        return failure instanceof FileSystemException other && other.getReason() != null
                ? other.getReason()
                : String.valueOf(failure.getMessage());
    }

    /** The libraries in the jar that holds a known one; none where that is in no jar, for then there is nothing to unpack. */
    private static List<NativeLibrary> beside(String known, Path cache) throws IOException {
        int name = known.lastIndexOf('/') + 1;
        URL found = Natives.class.getResource(
                "/org/bytedeco/" + known.substring(0, name) + System.mapLibraryName(known.substring(name)));
        if (found == null || !(found.openConnection() instanceof JarURLConnection connection)) {
            return List.of();
        }
        JarFile jar = connection.getJarFile();
        String entry = connection.getEntryName();
        return NativeLibrary.in(jar, entry.substring(0, entry.lastIndexOf('/') + 1), cache);
    }
}
