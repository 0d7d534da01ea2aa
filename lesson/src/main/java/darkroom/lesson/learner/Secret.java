package darkroom.lesson.learner;

import java.security.SecureRandom;
import java.util.Base64;

/** Random names that nobody guesses: 160 bits in 27 letters, digits, hyphens and underscores. */
final class Secret {

    static final String FORM = "[A-Za-z0-9_-]{27}";

    private static final SecureRandom RANDOM = new SecureRandom();

    private Secret() {}

    static String next() {
        byte[] bytes = new byte[20];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
