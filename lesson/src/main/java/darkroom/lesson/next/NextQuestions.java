package darkroom.lesson.next;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.lesson.learner.Question;
import darkroom.lesson.web.Words;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.StreamSupport;

/** What the pages behind part 8 ask. */
final class NextQuestions {

    private static final int PART = 8;
    /** Where the answers on the autoencoder part, in units of which black and white lie 255 apart. */
    private static final double[] OFF = {2, 10, 30};

    /** The most pictures for each answer on a pair that was kept back. */
    private static final List<Integer> MOST = List.of(3, 8, 13, PairRun.TIMES);

    static final List<Question> ALL = List.of(
            Question.of(
                    "latents",
                    PART,
                    "/api/next/latents/lost",
                    "An autoencoder writes a picture of 12,288 numbers as 1,024, and reads it back. By how much is a number of the"
                            + " picture off then, where black and white lie 255 apart?",
                    List.of("By less than 2", "By 2 to 10", "By 10 to 30", "By more than 30"),
                    (query, end) -> Optional.of(lost(end))),
            Question.of(
                            "pair",
                            PART,
                            "/api/next/pair",
                            "",
                            List.of("0 to 3 times", "4 to 8 times", "9 to 13 times", "14 to 16 times"),
                            (query, end) -> Optional.of(drawn(end)))
                    .asking(query -> pair(PairRun.pair(query).strip())),
            Question.of(
                            "scales",
                            PART,
                            "/api/next/scales",
                            "",
                            List.of("At 1, no guidance", "At 2", "At 4", "At 10, the strongest"),
                            (query, end) -> Optional.of(best(end)))
                    .asking(query -> ScalesRun.count(query)
                            + " sentences are drawn at four guidance scales, each time from the same noise. Which is"
                            + " the smallest that gets the most words right, as a classifier sees it?"),
            TransformerQuestion.ASKED);

    private NextQuestions() {}

    private static String pair(String pair) {
        String[] words = pair.split(" ");
        return "The model learned from " + words[0] + " things of seven forms and from seven colours of "
                + words[words.length - 1]
                + ", but never from a " + pair + ". It is asked for a large one " + PairRun.TIMES
                + " times. How often does it draw a " + pair + ", as a classifier sees it?";
    }

    private static Question.Found drawn(JsonNode end) {
        int drawn = end.path("drawn").asInt();
        int option = (int) MOST.stream().filter(most -> drawn > most).count();
        return new Question.Found(option, drawn + " of " + PairRun.TIMES + " times");
    }

    /** The scale with the most words right; of those that are level the smallest. */
    private static Question.Found best(JsonNode end) {
        JsonNode scales = end.path("scales");
        int best = 0;
        for (int i = 1; i < scales.size(); i++) {
            best = scales.path(i).path("right").asInt()
                            > scales.path(best).path("right").asInt()
                    ? i
                    : best;
        }
        JsonNode found = scales.path(best);
        String level = StreamSupport.stream(scales.spliterator(), false)
                .filter(one -> one.path("right").equals(found.path("right")))
                .map(one -> one.path("scale").asText())
                .collect(Collectors.joining(" and "));
        return new Question.Found(
                best, found.path("right").asInt() + " of " + found.path("told").asInt() + " words at " + level);
    }

    private static Question.Found lost(JsonNode end) {
        double off = end.path("off").asDouble();
        int option = (int) DoubleStream.of(OFF).filter(part -> off >= part).count();
        return new Question.Found(option, "by " + Words.fixed(off, 1));
    }
}
