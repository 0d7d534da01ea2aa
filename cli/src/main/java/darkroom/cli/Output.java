package darkroom.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A standard stream that keeps what went wrong in writing to it; Java's own are silent on that. */
final class Output extends OutputStream {

    private final FileOutputStream stream;
    private volatile @Nullable IOException failure;

    Output(FileDescriptor descriptor) {
        stream = new FileOutputStream(descriptor);
    }

    /** What writes text to it, in the charset that a system property names. */
    PrintWriter writer(String property) {
        String charset = System.getProperty(property);
        return new PrintWriter(this, true, charset == null ? Charset.defaultCharset() : Charset.forName(charset));
    }

    /** Why it could not be written to; null if all went well. */
    @Nullable
    IOException failure() {
        return failure;
    }

    /** Whether whoever read it wants no more, as {@code head} does. */
    boolean isAbandoned() {
        return failure != null
                && String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT).contains("pipe");
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) {
        if (failure == null) {
            try {
                stream.write(bytes, from, count);
            } catch (IOException e) {
                failure = e;
            }
        }
    }
}
