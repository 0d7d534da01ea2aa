package darkroom.lesson.learner;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.lesson.progress.Guess;
import darkroom.lesson.progress.Progress;
import darkroom.lesson.web.BadRequest;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Posted;
import darkroom.lesson.web.Query;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Asks questions, takes guesses, and settles each by what a run measured that began after it. The page says which
 * question and which answer; the words of both, the finding and the verdict come from here.
 */
public final class QuestionDesk {

    private final Progress progress;
    private final Learners learners;

    public QuestionDesk(Progress progress, Learners learners) {
        this.progress = progress;
        this.learners = learners;
    }

    public void serve(JavalinConfig config) {
        config.routes.get("/api/question", context -> Routes.json(context, asked(new Query(context::queryParam))));
        config.routes.post("/api/guess", context -> Routes.json(context, guessed(context)));
    }

    private static ObjectNode asked(Query query) {
        Question question = Questions.of(query);
        ObjectNode json = Json.object()
                .put("id", question.id())
                .put("question", question.asked().apply(query));
        ArrayNode options = json.putArray("options");
        question.options().apply(query).forEach(options::add);
        return json;
    }

    /** Keeps a guess before its run, which then names the ticket. */
    private ObjectNode guessed(Context context) {
        Query sent = Posted.values(context);
        Question question = Questions.of(sent);
        String words = question.asked().apply(sent);
        var options = question.options().apply(sent);
        String guess = options.get((int) sent.whole("guess", -1, 0, options.size() - 1));
        Guess kept = new Guess(Secret.next(), learners.welcome(context), question.part(), question.id(), words, guess);
        progress.guessed(kept);
        return Json.object().put("ticket", kept.ticket());
    }

    /**
     * What settles the guess that a request for a run names: by {@code guess} one that was locked in, by {@code recalled} the
     * question, a point and an option, which is judged and not kept again; empty when it names none.
     *
     * @param path the run's address
     * @throws BadRequest when the guess is not known, is settled, or answers another question than this run does
     */
    public Optional<Settling> settling(String path, Query query) {
        if (query.has("recalled")) {
            return Optional.of(recalled(path, query));
        }
        if (!query.has("guess")) {
            return Optional.empty();
        }
        Guess guess = progress.guess(query.text("guess", ""))
                .orElseThrow(() -> new BadRequest("That guess is settled already, or not known here: guess again."));
        Question question = Questions.named(guess.name())
                .filter(one -> one.run().equals(path)
                        && one.asked().apply(query).equals(guess.question())
                        && one.options().apply(query).contains(guess.guess()))
                .orElseThrow(() -> new BadRequest("The guess was made for another question than this run answers."));
        return Optional.of(new Settling(
                question,
                query,
                guess.guess(),
                (found, holds) -> progress.settle(
                        guess,
                        found.words(),
                        holds,
                        Questions.ofCoreLab(question.part()),
                        Questions.enough(question.part()))));
    }

    /** Judges a guess of another visit again. */
    private static Settling recalled(String path, Query query) {
        String[] named = query.text("recalled", "").split("\\.", 2);
        Question question = Questions.named(named[0])
                .filter(one -> one.run().equals(path))
                .orElseThrow(() -> new BadRequest("The guess was made for another question than this run answers."));
        List<String> options = question.options().apply(query);
        String guess = IntStream.range(0, options.size())
                .filter(option -> named.length == 2 && named[1].equals(String.valueOf(option)))
                .mapToObj(options::get)
                .findFirst()
                .orElseThrow(() -> new BadRequest("The question has no such answer: guess again."));
        return new Settling(question, query, guess, (found, holds) -> true);
    }
}
