package darkroom.plan;

/** Says what in a network's pass cannot be recorded. */
final class NotRecorded extends RuntimeException {

    private static final long serialVersionUID = 1;

    NotRecorded(String what) {
        super(what);
    }

    NotRecorded(String what, Throwable cause) {
        super(what, cause);
    }
}
