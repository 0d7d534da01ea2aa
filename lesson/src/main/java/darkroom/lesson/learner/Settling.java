package darkroom.lesson.learner;

import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.lesson.progress.Guess;
import darkroom.lesson.progress.Progress;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Query;

/**
 * Settles one guess by the records of its run. A record is read as it is sent, so what is judged is what the reader sees;
 * the record that settles goes out with the finding and the verdict in it, and these are kept by then.
 */
public final class Settling {

    private final Progress progress;
    private final Guess guess;
    private final Question question;
    private final Query query;
    private boolean settled;

    Settling(Progress progress, Guess guess, Question question, Query query) {
        this.progress = progress;
        this.guess = guess;
        this.question = question;
        this.query = query;
    }

    /** A record of a run, with the verdict when this is the record that settles. */
    public byte[] judged(byte[] line) {
        ObjectNode record = settled ? Json.object() : Json.record(line);
        return record.path("type").asText().equals(question.record()) && settle(record) ? Json.line(record) : line;
    }

    /** What a look measured, with the verdict. */
    public ObjectNode judged(ObjectNode look) {
        settle(look);
        return look;
    }

    private boolean settle(ObjectNode measured) {
        question.finding().of(query, measured).ifPresent(found -> {
            boolean holds = question.options().apply(query).indexOf(guess.guess()) == found.option();
            settled = progress.settle(
                    guess,
                    found.words(),
                    holds,
                    Questions.ofCoreLab(question.part()),
                    Questions.enough(question.part()));
            if (settled) {
                measured.putObject("settled")
                        .put("id", question.id())
                        .put("guess", guess.guess())
                        .put("option", found.option())
                        .put("found", found.words())
                        .put("holds", holds);
            }
        });
        return settled;
    }
}
