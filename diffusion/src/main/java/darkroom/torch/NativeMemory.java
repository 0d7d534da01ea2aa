package darkroom.torch;

import java.util.List;

/** Tells libtorch's shortage of memory, which is a plain {@link RuntimeException}, from its other failures. */
public final class NativeMemory {

    private static final List<String> SIGNS =
            List.of("can't allocate memory", "not enough memory", "bad_alloc", "could not create a memory object");

    private NativeMemory() {}

    /** Whether a failure says that there was too little memory, Java's or libtorch's. */
    public static boolean ranOut(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return failure instanceof OutOfMemoryError
                || failure instanceof RuntimeException && SIGNS.stream().anyMatch(message::contains);
    }
}
