package darkroom.plan;

import darkroom.torch.Natives;
import java.util.Optional;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.global.dnnl;

/** Whether oneDNN, on which plans run, loads on this platform and processor. */
final class OneDnn {

    private static final System.Logger LOG = System.getLogger(OneDnn.class.getName());

    /** Tried once, when it is asked for first. */
    private static final class Tried {
        static final Optional<String> MISSING = load();
    }

    private OneDnn() {}

    /** Whether it does; why not is logged once, in a line. */
    static boolean loads() {
        return Tried.MISSING.isEmpty();
    }

    /**
     * To be called before a class of oneDNN is touched.
     *
     * @throws NotRecorded when it does not load, saying why
     */
    static void require() {
        Tried.MISSING.ifPresent(reason -> {
            throw new NotRecorded("oneDNN does not load here, " + reason);
        });
    }

    /** Its version, such as {@code 3.11.0}. */
    static String version() {
        dnnl_version_t version = dnnl.version();
        return version.major() + "." + version.minor() + "." + version.patch();
    }

    private static Optional<String> load() {
        Optional<String> failure = failure();
        failure.ifPresent(reason -> LOG.log(
                System.Logger.Level.WARNING, "oneDNN does not load, so libtorch computes all networks: " + reason));
        return failure;
    }

    private static Optional<String> failure() {
        try {
            Natives.oneDnnReady();
            dnnl.version();
            return Optional.empty();
        } catch (LinkageError | RuntimeException e) {
            return Optional.of(String.valueOf(e.getMessage())
                    .lines()
                    .findFirst()
                    .orElse("")
                    .strip());
        }
    }
}
