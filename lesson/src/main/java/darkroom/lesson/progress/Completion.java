package darkroom.lesson.progress;

import java.time.Instant;

/**
 * What a learner who marked the lesson as complete did.
 *
 * @param completed when it was marked
 * @param checksPassed quick checks that were answered rightly
 * @param rightAtFirstTry how many of them at the first try
 * @param experiments core labs done
 * @param predictions questions to which a prediction was made
 * @param surprises how many of these turned out otherwise at the first prediction
 */
public record Completion(
        Instant completed, int checksPassed, int rightAtFirstTry, int experiments, int predictions, int surprises) {}
