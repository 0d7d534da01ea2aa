package darkroom.torch;

import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;

/**
 * The one place that frees native memory: everything native that a body makes is freed when it ends, except its result.
 *
 * <p>Scopes nest; a result passes to the scope around, and outside of any scope it lives until it is collected. They
 * belong to a thread: what another thread makes is not tracked.
 */
public final class Scope {

    static {
        Natives.ready();
    }

    private Scope() {}

    /** Runs a body and frees all that it made. */
    public static void run(Runnable body) {
        call(
                () -> {
                    body.run();
                    return Boolean.TRUE;
                },
                done -> Stream.empty());
    }

    /** Runs a body and frees all that it made except the result. */
    public static <P extends Pointer> P keep(Supplier<P> body) {
        return call(body, Stream::of);
    }

    /**
     * Runs a body and frees all that it made except the natives that its result holds.
     *
     * @param kept names those natives
     */
    public static <R> R call(Supplier<R> body, Function<? super R, Stream<? extends Pointer>> kept) {
        PointerScope outer = PointerScope.getInnerScope();
        return call(body, kept, outer == null ? Pointer::retainReference : outer::attach);
    }

    /**
     * As {@link #call}, but the natives of the result belong to the caller, who closes them, whatever scope is around.
     *
     * @param kept names those natives, each once
     */
    public static <R> R own(Supplier<R> body, Function<? super R, Stream<? extends Pointer>> kept) {
        return call(body, kept, Pointer::retainReference);
    }

    private static <R> R call(
            Supplier<R> body, Function<? super R, Stream<? extends Pointer>> kept, Consumer<Pointer> keeper) {
        try (PointerScope inner = new PointerScope()) {
            R result = body.get();
            kept.apply(result).forEach(keeper);
            return result;
        }
    }
}
