package darkroom.lesson.progress;

/**
 * Someone who reads, and of whom nothing is known.
 *
 * @param id the row in the database
 */
public record Learner(long id) {}
