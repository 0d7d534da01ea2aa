package darkroom.lesson.learner;

import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Query;

/**
 * Settles one guess by the records of its run. A record is read as it is sent, so what is judged is what the reader sees;
 * the record that settles goes out with the finding and the verdict in it, and these are kept by then.
 */
public final class Settling {

    /** Keeps a verdict; says whether it is kept, by now or from another day. */
    interface Keeping {

        boolean keep(Question.Found found, boolean holds);
    }

    private final Question question;
    private final Query query;
    private final String guess;
    private final Keeping keeping;
    private boolean settled;

    Settling(Question question, Query query, String guess, Keeping keeping) {
        this.question = question;
        this.query = query;
        this.guess = guess;
        this.keeping = keeping;
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
            boolean holds = question.options().apply(query).indexOf(guess) == found.option();
            settled = keeping.keep(found, holds);
            if (settled) {
                measured.putObject("settled")
                        .put("id", question.id())
                        .put("guess", guess)
                        .put("option", found.option())
                        .put("found", found.words())
                        .put("holds", holds);
            }
        });
        return settled;
    }
}
