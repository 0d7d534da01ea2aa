package darkroom.lesson.progress;

/**
 * A guess that waits for its run.
 *
 * @param ticket names it, to the learner alone
 * @param learner whose it is
 * @param part the part that asked
 * @param name which of the part's questions it answers
 * @param question what was asked
 * @param guess what the learner said
 */
public record Guess(String ticket, Learner learner, int part, String name, String question, String guess) {}
