package darkroom.lesson.drown;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.lesson.learner.Question;
import darkroom.lesson.studio.OwnPicture;
import darkroom.lesson.studio.Pictures;
import darkroom.lesson.web.Query;
import darkroom.lesson.web.Words;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** What part 1 asks. */
public final class DrownQuestions {

    private static final int LAST = DepthsRun.DEPTHS.size() - 1;

    public static final List<Question> ALL = List.of(
            Question.of("depth", 1, "/api/return/depths", "", depths(), (query, found) -> Optional.of(turned(found)))
                    .asking(DrownQuestions::asked)
                    .by("found")
                    .ofCoreLab());

    private DrownQuestions() {}

    private static String asked(Query query) {
        String kind = query.text("pattern", Pictures.LABELS.get(0));
        boolean own = kind.equals(OwnPicture.OWN);
        return "The model takes this picture (" + (own ? "your own" : Words.kind(kind)) + ") "
                + tried() + "% of the way into noise, and brings it back "
                + ReturnRequest.MOST + " times from each. Each return competes with a stranger, a fresh picture of "
                + (own ? "any kind" : "the same kind") + ": which is nearer to yours? At which depth do fewer than "
                + DepthsRun.LEAST + " of the " + ReturnRequest.MOST + " returns win?";
    }

    private static String tried() {
        return DepthsRun.DEPTHS.subList(0, LAST).stream().map(String::valueOf).collect(Collectors.joining(", "))
                + " and " + DepthsRun.DEPTHS.get(LAST);
    }

    private static List<String> depths() {
        return IntStream.rangeClosed(0, LAST)
                .mapToObj(i -> i == 0
                        ? "At " + DepthsRun.DEPTHS.get(i) + "% already"
                        : i == LAST
                                ? "At " + DepthsRun.DEPTHS.get(i) + "%, or not even there"
                                : "At " + DepthsRun.DEPTHS.get(i) + "%")
                .toList();
    }

    private static Question.Found turned(JsonNode found) {
        int option = found.path("depth").isNull()
                ? LAST
                : DepthsRun.DEPTHS.indexOf(found.path("depth").asInt());
        String counts = String.join(
                ", ",
                StreamSupport.stream(found.path("nearer").spliterator(), false)
                        .map(JsonNode::asText)
                        .toList());
        return new Question.Found(
                option,
                (found.path("depth").isNull() ? "at none of them" : "at " + DepthsRun.DEPTHS.get(option) + "%") + " ("
                        + counts + " of " + ReturnRequest.MOST + ")");
    }
}
