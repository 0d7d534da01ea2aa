package darkroom.lesson.learner;

import darkroom.lesson.progress.Learner;
import darkroom.lesson.progress.Progress;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** Who sends a request: known by a random number in a cookie, set when there is something to keep, and by nothing else. */
public final class Learners {

    private static final String COOKIE = "learner";
    private static final Pattern SECRET = Pattern.compile(Secret.FORM);
    /** As long as browsers keep any cookie; each change begins it anew. */
    private static final int LIFE = (int) Duration.ofDays(400).toSeconds();

    private final Progress progress;

    public Learners(Progress progress) {
        this.progress = progress;
    }

    /** Who sends a request, if something is kept of them. */
    Optional<Learner> of(Context context) {
        return secret(context).flatMap(progress::learner);
    }

    /** Who sends a request that has something to keep. */
    Learner welcome(Context context) {
        Optional<Learner> known = of(context);
        if (known.isPresent()) {
            give(context, secret(context).orElseThrow(), LIFE);
            return known.get();
        }
        String secret = Secret.next();
        Learner learner = progress.welcome(secret);
        give(context, secret, LIFE);
        return learner;
    }

    /** Takes the cookie away. */
    void farewell(Context context) {
        give(context, "", 0);
    }

    /** The number that a request brings, known or not. */
    public static Optional<String> secret(Context context) {
        return Optional.ofNullable(context.cookie(COOKIE))
                .filter(secret -> SECRET.matcher(secret).matches());
    }

    private static void give(Context context, String secret, int seconds) {
        boolean secure = context.req().isSecure() || "https".equals(context.header("X-Forwarded-Proto"));
        context.cookie(new Cookie(COOKIE, secret, "/", seconds, secure, true, null, SameSite.LAX));
    }
}
