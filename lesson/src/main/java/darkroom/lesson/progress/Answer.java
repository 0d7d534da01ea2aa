package darkroom.lesson.progress;

import java.time.Instant;

/**
 * An answer to a quick check.
 *
 * @param part the part that the check closes
 * @param number which of the part's checks, from 1
 * @param attempt 1 for the first answer to this check, and so on
 * @param choice which of the answers was chosen, from 0
 * @param right whether it was right
 * @param made when it was given
 */
public record Answer(int part, int number, int attempt, int choice, boolean right, Instant made) {}
