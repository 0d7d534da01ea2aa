package darkroom.torch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.jspecify.annotations.Nullable;

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

    /**
     * A scope that is left and entered again: what was made in it lives until it is closed. For one thread at a time.
     *
     * <p>JavaCPP's scopes cannot be entered twice, so each entry has one of its own, whose end is put off.
     */
    public static final class Lasting implements AutoCloseable {

        private final List<PointerScope> entries = new ArrayList<>();

        /** Runs a body; all that it makes is kept. */
        public <R extends @Nullable Object> R call(Supplier<R> body) {
            try (PointerScope entry = new PointerScope().extend()) {
                entries.add(entry);
                return body.get();
            }
        }

        /**
         * Frees all that was made, except what belongs to the caller from here on.
         *
         * @param kept each native once
         */
        public void closeExcept(Stream<? extends Pointer> kept) {
            kept.forEach(Pointer::retainReference);
            close();
        }

        @Override
        public void close() {
            entries.forEach(PointerScope::close);
            entries.clear();
        }
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
