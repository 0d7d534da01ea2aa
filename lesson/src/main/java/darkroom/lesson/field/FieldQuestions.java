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

    /** A crowd of less than this share of a group's width keeps to its middle. */
    private static final double NARROW = 0.7;

    static final List<Question> ALL = List.of(
            Question.of(
                            "field",
                            4,
                            "/api/field/walk",
                            "In pure noise every arrow points to the middle. A point starts here and follows the arrows while"
                                    + " the noise level falls to zero. Where does it end?",
                            List.of(),
                            FieldQuestions::ended)
                    .offering(FieldQuestions::answers),
            Question.of(
                    "guided",
                    5,
                    "/api/field/guided",
                    "Points of pure noise are asked to be of one group. With W = 1 they become that group. Guidance W = 6"
                            + " exaggerates the request. Where do they end?",
                    List.of(
                            "All over the group, matching it better than before",
                            "In the middle of the group, where it is densest",
                            "Past the group, on the side away from the others",
                            "Where W = 1 left them: they were in it already"),
                    FieldQuestions::guided),
            Question.of(
                    "straight",
                    8,
                    "/api/training/straight",
                    "A network learns from these lines. Its paths bend, so it needs 20 steps to reach the data. A second network"
                            + " learns from the first one's own starts and ends. In how many steps does it get as near?",
                    List.of(
                            "In one",
                            "In two",
                            "In five",
                            "In 20, like the first",
                            "Never: it copies a network's errors"),
                    FieldQuestions::straight));

    private FieldQuestions() {}

    private static List<String> answers(Query query) {
        List<String> answers = new ArrayList<>(List.of("In the middle, where the arrows point now"));
        Plane.asked(query).parts().forEach(part -> answers.add("On " + part));
        answers.add("Here or there: chance decides");
        return answers;
    }

    /** Past the group is farther out than its centre by more than chance; in its middle is much narrower than it. */
    private static Optional<Question.Found> guided(Query query, JsonNode end) {
        JsonNode plain = end.path("scales").path(1), most = end.path("scales").path(GuidedRun.SCALES.size() - 1);
        double past = most.path("outward").asDouble() - end.path("centre").asDouble();
        double narrower = most.path("width").asDouble() / end.path("width").asDouble();
        int option = past > most.path("within").asDouble()
                ? 2
                : narrower < NARROW
                        ? 1
                        : most.path("away").asDouble() < plain.path("away").asDouble() ? 0 : 3;
        return Optional.of(new Question.Found(
                option,
                Words.fixed(Math.abs(past), 2) + (past < 0 ? " short of" : " past") + " the centre of the group, and "
                        + Words.percent(narrower, 0) + " as wide"));
    }

    /** The fewest steps after reflow whose samples are as near to the data, within chance, as most steps brought the first. */
    private static Optional<Question.Found> straight(Query query, JsonNode end) {
        JsonNode before = end.path("first"), after = end.path("second");
        int most = StraightRun.STEPS.size() - 1;
        double near =
                before.path(most).path("away").asDouble() + end.path("chance").asDouble();
        int option = IntStream.rangeClosed(0, most)
                .filter(i -> after.path(i).path("away").asDouble() <= near)
                .findFirst()
                .orElse(StraightRun.STEPS.size());
        return Optional.of(new Question.Found(
                option,
                option > most
                        ? "not in " + StraightRun.STEPS.get(most) + " steps"
                        : "in " + StraightRun.STEPS.get(option) + (option == 0 ? " step" : " steps")));
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
