package darkroom.lesson.next;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.lesson.learner.Question;
import darkroom.lesson.web.Words;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/** What the pages behind part 8 ask. */
final class NextQuestions {

    private static final int PART = 8;
    /** Where the answers on the autoencoder part, in units of which black and white lie 255 apart. */
    private static final double[] OFF = {2, 10, 30};

    static final List<Question> ALL = List.of(Question.of(
            "latents",
            PART,
            "/api/next/latents/lost",
            "An autoencoder writes a picture of 12,288 numbers as 1,024, and reads it back. By how much is a number of the picture off"
                    + " then, where black and white lie 255 apart?",
            List.of("By less than 2", "By 2 to 10", "By 10 to 30", "By more than 30"),
            (query, end) -> Optional.of(lost(end))));

    private NextQuestions() {}

    private static Question.Found lost(JsonNode end) {
        double off = end.path("off").asDouble();
        int option = (int) DoubleStream.of(OFF).filter(part -> off >= part).count();
        return new Question.Found(option, "by " + Words.fixed(off, 1));
    }
}
