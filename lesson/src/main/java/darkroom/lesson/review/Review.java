package darkroom.lesson.review;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.data.Seeds;
import darkroom.lesson.engine.Engine;
import darkroom.lesson.text.Markdown;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Query;
import java.util.List;

/**
 * The last review: a question about a part for every seed. It is made again when it is answered, so nothing has to be
 * kept, and which answer is right stays here until one was given.
 */
public final class Review {

    private static final int QUESTION = 0;
    private static final int ORDER = 1;
    private static final int ANSWERS = 4;

    private record Asked(int part, Exercise exercise, List<String> answers) {}

    private final Engine engine;

    public Review(Engine engine) {
        this.engine = engine;
    }

    /** The question and its answers. */
    public ObjectNode asked(Query query) {
        Asked asked = of(query);
        ObjectNode json =
                Json.object().put("part", asked.part).put("question", Markdown.line(asked.exercise.question()));
        ArrayNode options = json.putArray("options");
        asked.answers.forEach(text -> options.add(Markdown.line(text)));
        return json;
    }

    /** What is to be said of an answer, and how the right one comes about. */
    public ObjectNode judged(Query query) {
        Asked asked = of(query);
        Exercise exercise = asked.exercise;
        String answer = asked.answers.get((int) query.whole("answer", -1, 0, ANSWERS - 1));
        String why = exercise.wrong().stream()
                .filter(wrong -> wrong.text().equals(answer))
                .map(Exercise.Wrong::why)
                .findFirst()
                .orElse("");
        return Json.object()
                .put("right", answer.equals(exercise.right()))
                .put("why", Markdown.line(why))
                .put("worked", Markdown.line(exercise.worked()))
                .put("answer", asked.answers.indexOf(exercise.right()))
                .put("show", exercise.show());
    }

    private Asked of(Query query) {
        int part = (int) query.whole("part", -1, 1, 7);
        long seed = query.seed("seed", 1);
        return engine.aside(() -> {
            Exercise exercise = Exercises.of(part, Seeds.random(seed, part, QUESTION));
            return new Asked(part, exercise, exercise.shuffled(Seeds.random(seed, part, ORDER)));
        });
    }
}
