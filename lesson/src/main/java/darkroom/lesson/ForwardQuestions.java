package darkroom.lesson;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What part 2 asks. */
final class ForwardQuestions {

    private static final int QUARTERS = 4;
    private static final int QUARTER = Studio.SCHEDULE.timesteps() / QUARTERS;

    static final List<Question> ALL = List.of(
            Question.of("half", 2, "/api/half", "", quarters(), (query, end) -> Optional.of(lost(end.path("t"))))
                    .asking(
                            query -> "A classifier that tells ten kinds of pattern apart looks at this picture ("
                                    + Words.kind(Pictures.chosen(query).kind())
                                    + ") under a hundred different noises. At which step does it first get fewer than half of them right?")
                    .ofCoreLab());

    private ForwardQuestions() {}

    private static List<String> quarters() {
        return IntStream.range(0, QUARTERS)
                .mapToObj(i -> i == 0
                        ? "Before " + QUARTER
                        : i == QUARTERS - 1
                                ? "After " + i * QUARTER + ", or never"
                                : i * QUARTER + " to " + (i + 1) * QUARTER)
                .toList();
    }

    /** Where the classifier lost the picture; null where it never did. */
    private static Question.Found lost(JsonNode t) {
        return t.isNull()
                ? new Question.Found(QUARTERS - 1, "never")
                : new Question.Found(Math.min(t.asInt() / QUARTER, QUARTERS - 1), "t = " + t.asInt());
    }
}
