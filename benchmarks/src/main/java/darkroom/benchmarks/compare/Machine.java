package darkroom.benchmarks.compare;

import darkroom.torch.Processor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.dnnl.memory;
import org.bytedeco.pytorch.Tensor;

/** Where and with what was measured. */
final class Machine {

    private static final List<String> ABILITIES =
            List.of("avx2", "avx512f", "avx512_vnni", "avx512_bf16", "avx512_fp16", "amx_int8", "amx_bf16", "amx_fp16");

    private Machine() {}

    /** The processor, what it can do, and how much of it was free. */
    static String text(int threads) {
        String abilities = Arrays.stream(cpuinfo("flags").split(" "))
                .filter(ABILITIES::contains)
                .map(flag -> flag.replace("avx512f", "avx512"))
                .collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                "%s (family %s, model %s; %s), %d cores, %d threads, load %s, %s",
                Processor.name(),
                cpuinfo("cpu family"),
                cpuinfo("model"),
                abilities,
                Runtime.getRuntime().availableProcessors(),
                threads,
                load(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS));
    }

    /** What the library runs on. */
    static String ours() {
        return "Java " + Runtime.version().feature() + ", " + jar(Tensor.class) + ", " + jar(memory.class);
    }

    /** How many programs wanted to run at once, over the last minutes. */
    static String load() {
        return Arrays.stream(read(Path.of("/proc/loadavg")).split(" ")).limit(3).collect(Collectors.joining(" "));
    }

    private static String jar(Class<?> member) {
        CodeSource source = member.getProtectionDomain().getCodeSource();
        return source == null
                ? member.getName()
                : source.getLocation().getPath().replaceAll(".*/|\\.jar$", "");
    }

    private static String cpuinfo(String key) {
        try (Stream<String> lines = read(Path.of("/proc/cpuinfo")).lines()) {
            return lines.map(line -> line.split(":", 2))
                    .filter(line -> line.length == 2 && line[0].strip().equals(key))
                    .map(line -> line[1].strip())
                    .findFirst()
                    .orElse("-");
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return ""; // Linux alone has these
        }
    }
}
