package darkroom.plan;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.io.AtomicFile;
import darkroom.torch.Processor;
import darkroom.torch.Threads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.pytorch.global.torch;

/**
 * Whether recorded steps are faster here than libtorch: measured once for a processor, a number of threads and a precision, and
 * kept in {@code engines.json} of the user's cache. Another folder than {@code ~/.cache/darkroom} can be named by the system property
 * {@value #FOLDER}.
 */
final class Speeds {

    /** Names the folder that measurements are kept in. */
    static final String FOLDER = "darkroom.cache";

    private static final System.Logger LOG = System.getLogger(Speeds.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<Setting, Boolean> KNOWN = new ConcurrentHashMap<>();

    /** What may change from one evaluation to the next; the processor does not. */
    private record Setting(int threads, torch.ScalarType precision) {

        String machine() {
            return Processor.name() + ", " + threads + " threads, " + precision + ", oneDNN " + OneDnn.version();
        }
    }

    private Speeds() {}

    static boolean recordedIsFaster(torch.ScalarType precision) {
        if (!OneDnn.loads()) {
            return false;
        }
        Setting setting = new Setting(Threads.count(), precision.intern());
        return KNOWN.computeIfAbsent(setting, missing -> kept(file(), missing.machine(), missing.precision()));
    }

    static Path file() {
        String named = System.getProperty(FOLDER), cache = System.getenv("XDG_CACHE_HOME");
        Path folder = named != null
                ? Path.of(named)
                : (cache != null && !cache.isEmpty()
                                ? Path.of(cache)
                                : Path.of(System.getProperty("user.home"), ".cache"))
                        .resolve("darkroom");
        return folder.resolve("engines.json");
    }

    /** The entry of a machine in a file, measured and added when it is not there. */
    static boolean kept(Path file, String machine, torch.ScalarType precision) {
        ObjectNode entries = read(file);
        if (!entries.path(machine).isObject()) {
            Race.Times times = Race.run(precision);
            entries.putObject(machine).put("recorded_ms", times.recorded()).put("libtorch_ms", times.atOnce());
            try {
                AtomicFile.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(entries) + "\n");
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "what was measured is not kept", e);
            }
        }
        return entries.path(machine).path("recorded_ms").asDouble()
                < entries.path(machine).path("libtorch_ms").asDouble();
    }

    private static ObjectNode read(Path file) {
        try {
            return Files.isReadable(file) && JSON.readTree(file.toFile()) instanceof ObjectNode entries
                    ? entries
                    : JSON.createObjectNode();
        } catch (IOException e) {
            return JSON.createObjectNode(); // damaged: measured anew
        }
    }
}
