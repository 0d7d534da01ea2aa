package darkroom.lesson.progress;

import java.time.Instant;

/**
 * A guess beside what the engine found.
 *
 * @param part the part that asked
 * @param name which of the part's questions it was
 * @param question what was asked
 * @param guess what the learner said
 * @param found what was measured
 * @param holds whether the guess held
 * @param made when it was settled
 */
public record Prediction(
        int part, String name, String question, String guess, String found, boolean holds, Instant made) {}
