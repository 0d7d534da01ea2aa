package darkroom.lesson.field;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.lesson.learner.Question;
import darkroom.lesson.web.Query;
import darkroom.lesson.web.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What the labs with points in the plane ask. */
final class FieldQuestions {

    /** Ends of the same start that lie so near to each other are one. */
    private static final double SAME = 1e-3;

    static final List<Question> ALL = List.of(Question.of(
                    "field",
                    4,
                    "/api/field/walk",
                    "In pure noise every arrow points to the middle. A point starts here and follows the arrows while"
                            + " the noise level falls to zero. Where does it end?",
                    List.of(),
                    FieldQuestions::ended)
            .offering(FieldQuestions::answers));

    private FieldQuestions() {}

    private static List<String> answers(Query query) {
        List<String> answers = new ArrayList<>(List.of("In the middle, where the arrows point now"));
        Plane.asked(query).parts().forEach(part -> answers.add("On " + part));
        answers.add("Here or there: chance decides");
        return answers;
    }

    private static Optional<Question.Found> ended(Query query, JsonNode end) {
        List<String> parts = Plane.asked(query).parts();
        JsonNode distances = end.path("distances");
        if (end.path("spread").asDouble() > SAME) {
            return Optional.of(new Question.Found(parts.size() + 1, "each time somewhere else"));
        }
        int nearest = IntStream.rangeClosed(0, parts.size())
                .boxed()
                .min((one, other) -> Double.compare(
                        distances.path(one).asDouble(), distances.path(other).asDouble()))
                .orElseThrow();
        String away = Words.fixed(distances.path(nearest).asDouble(), 2);
        return Optional.of(new Question.Found(
                nearest,
                nearest == 0
                        ? "in the middle, " + away + " from where the arrows pointed"
                        : "on " + parts.get(nearest - 1) + ", " + away + " from its nearest point"));
    }
}
