package darkroom.lesson.engine;

/** Says in the log what failed, also when little memory is left to say it with. */
public final class Failures {

    private static final System.Logger LOG = System.getLogger(Failures.class.getName());

    private Failures() {}

    public static void log(String what, Throwable e) {
        try {
            LOG.log(System.Logger.Level.ERROR, what, e);
        } catch (Throwable unsaid) {
            // Whatever keeps the log from being written must not stop whoever has more to do.
        }
    }
}
