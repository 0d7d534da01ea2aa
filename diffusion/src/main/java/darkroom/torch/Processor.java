package darkroom.torch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The processor that this runs on, as far as the system tells. */
public final class Processor {

    private static final Path TABLE = Path.of("/proc/cpuinfo");

    private Processor() {}

    /** Its name where the system tells it, its architecture elsewhere. */
    public static String name() {
        return value("model name", System.getProperty("os.arch"));
    }

    /** Whether it is known to lack arithmetic in bfloat16, which is slower than float32 there. */
    public static boolean lacksBfloat16() {
        List<String> flags = List.of(value("flags", "").split(" "));
        return flags.size() > 1 && !flags.contains("avx512_bf16") && !flags.contains("amx_bf16");
    }

    /** The most threads that computing may use: as many as there are cores, or 64 where there are fewer. */
    public static int mostThreads() {
        return Math.max(64, Runtime.getRuntime().availableProcessors());
    }

    private static String value(String key, String otherwise) {
        if (!Files.isReadable(TABLE)) {
            return otherwise;
        }
        try (Stream<String> lines = Files.lines(TABLE)) {
            return lines.filter(line -> line.startsWith(key))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse(otherwise);
        } catch (IOException e) {
            return otherwise;
        }
    }
}
