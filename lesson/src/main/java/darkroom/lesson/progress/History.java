package darkroom.lesson.progress;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All that one learner did.
 *
 * @param answers in the order of parts, of their checks, then of attempts
 * @param predictions in the order in which they were settled
 * @param labs when each core lab was first done, by part
 * @param seen when each part that only wants to be seen was first seen
 * @param reviews those of part 7
 * @param marks how often the lesson was marked as complete, and unmarked
 */
public record History(
        List<Answer> answers,
        List<Prediction> predictions,
        Map<Integer, Instant> labs,
        Map<Integer, Instant> seen,
        Reviews reviews,
        List<Mark> marks) {

    /**
     * The lesson was marked as complete.
     *
     * @param marked when
     * @param unmarked when that was taken back, if it was
     */
    public record Mark(Instant marked, Optional<Instant> unmarked) {}

    /** Nothing done yet. */
    public static final History NOTHING =
            new History(List.of(), List.of(), Map.of(), Map.of(), Reviews.NONE, List.of());

    /** The answers to one of a part's checks. */
    public List<Answer> answers(int part, int number) {
        return answers.stream()
                .filter(answer -> answer.part() == part && answer.number() == number)
                .toList();
    }

    /** The first right answer to one of a part's checks. */
    public Optional<Answer> right(int part, int number) {
        return answers(part, number).stream().filter(Answer::right).min(Comparator.comparingInt(Answer::attempt));
    }

    /** The first right answer to the check of a part that counts. */
    public Optional<Answer> right(int part) {
        return right(part, 1);
    }

    /** The first prediction to each question, by part and name. */
    public List<Prediction> firstPredictions() {
        Map<String, Prediction> first = new TreeMap<>();
        predictions.forEach(one -> first.putIfAbsent(one.part() + " " + one.name(), one));
        return List.copyOf(first.values());
    }

    /** When the lesson was marked as complete, unless that was taken back. */
    public Optional<Instant> completed() {
        return marks.isEmpty() || marks.get(marks.size() - 1).unmarked().isPresent()
                ? Optional.empty()
                : Optional.of(marks.get(marks.size() - 1).marked());
    }
}
