package darkroom.plan;

import darkroom.torch.Natives;
import java.util.Optional;
import org.bytedeco.dnnl.global.dnnl;

/** Whether oneDNN, on which plans run, loads on this platform and processor. */
public final class OneDnn {

    private static final System.Logger LOG = System.getLogger(OneDnn.class.getName());

    /** Tried once, when it is asked for first. */
    private static final class Tried {
        static final Optional<String> MISSING = load();
    }

    private OneDnn() {}

    /** Whether it does; why not is logged once, in a line. */
    public static boolean loads() {
        return Tried.MISSING.isEmpty();
    }

    /** Why it does not. */
    public static Optional<String> whyNot() {
        return Tried.MISSING;
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
