package darkroom.lesson.learner;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.lesson.web.Query;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A question to the reader that a run of the engine settles.
 *
 * @param id its name, one in the whole lesson
 * @param part the part that asks it
 * @param core whether it belongs to the part's core lab
 * @param run the address of the run, or of the look, that settles it
 * @param record the type of the record in which a run says what it measured
 * @param asked the question in words, for the settings of a run
 * @param options the answers to choose from, for the settings of a run
 * @param finding what the measurement says
 */
public record Question(
        String id,
        int part,
        boolean core,
        String run,
        String record,
        Function<Query, String> asked,
        Function<Query, List<String>> options,
        Finding finding) {

    /** What a run measured, as an answer. */
    public interface Finding {

        /** What a record of the run says; empty while it says nothing yet. */
        public Optional<Found> of(Query query, JsonNode measured);
    }

    /**
     * What was found.
     *
     * @param option which of the options holds, from 0; -1 where none does
     * @param words the finding in words
     */
    public record Found(int option, String words) {}

    /** A question that is asked alike for all settings and settled by a run's last record. */
    public static Question of(String id, int part, String run, String asked, List<String> options, Finding finding) {
        return new Question(id, part, false, run, "end", query -> asked, query -> options, finding);
    }

    /** The same, asked in words that depend on the settings. */
    public Question asking(Function<Query, String> words) {
        return new Question(id, part, core, run, record, words, options, finding);
    }

    /** The same, with answers that depend on the settings. */
    public Question offering(Function<Query, List<String>> answers) {
        return new Question(id, part, core, run, record, asked, answers, finding);
    }

    /** The same, settled by records of another type than a run's last. */
    public Question by(String type) {
        return new Question(id, part, core, run, type, asked, options, finding);
    }

    /** The same as a question of its part's core lab. */
    public Question ofCoreLab() {
        return new Question(id, part, true, run, record, asked, options, finding);
    }
}
