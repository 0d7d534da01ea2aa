package darkroom.lesson.forward;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.lesson.learner.Question;
import darkroom.lesson.studio.Pictures;
import darkroom.lesson.web.Words;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What part 2 asks. */
public final class ForwardQuestions {

    /**
     * Where the answers part: half way, where most look for it, and on both sides of where the judge that ships loses nearly
     * all of thirty pictures of each kind, each under noises of its own. The first is lost at t = 730, half of them by 884,
     * the last at 916.
     */
    private static final int[] PARTED = {500, 750, 900};

    public static final List<Question> ALL =
            List.of(Question.of("half", 2, "/api/half", "", answers(), (query, end) -> Optional.of(lost(end.path("t"))))
                    .asking(
                            query ->
                                    "A classifier that tells ten kinds of pattern apart, and noise from all of them, looks at this picture ("
                                            + Words.kind(Pictures.chosen(query).kind())
                                            + ") under a hundred different noises. At which of the 1000 steps does it first get fewer than half of them right?")
                    .ofCoreLab());

    private ForwardQuestions() {}

    private static List<String> answers() {
        return List.of(
                "Before t = " + PARTED[0],
                "From t = " + PARTED[0] + " to " + (PARTED[1] - 1),
                "From t = " + PARTED[1] + " to " + (PARTED[2] - 1),
                "At t = " + PARTED[2] + " or later, or never");
    }

    /** Where the classifier lost the picture; null where it never did. */
    private static Question.Found lost(JsonNode t) {
        if (t.isNull()) {
            return new Question.Found(PARTED.length, "never");
        }
        int passed =
                (int) IntStream.of(PARTED).filter(part -> t.asInt() >= part).count();
        return new Question.Found(passed, "t = " + t.asInt());
    }
}
