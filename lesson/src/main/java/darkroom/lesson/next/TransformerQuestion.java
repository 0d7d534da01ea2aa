package darkroom.lesson.next;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.lesson.learner.Question;
import darkroom.lesson.web.Words;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which patches get a patch's attention. */
final class TransformerQuestion {

    private static final List<String> GROUPS = List.of(
            "Itself",
            "A patch that touches it",
            "One farther away that looks like it",
            "One farther away that looks different");

    static final Question ASKED = Question.of(
            "attends",
            8,
            "/api/next/transformers/groups",
            "In each layer a patch shares its attention out over all 64 patches, itself among them. Over all layers, heads and"
                    + " noise levels: which of these gets the most?",
            GROUPS,
            (query, end) -> Optional.of(most(end)));

    private TransformerQuestion() {}

    private static Question.Found most(JsonNode end) {
        JsonNode times = end.path("times");
        int most = 0;
        for (int group = 1; group < times.size(); group++) {
            most = times.path(group).asDouble() > times.path(most).asDouble() ? group : most;
        }
        String share = Words.fixed(times.path(most).asDouble(), 1) + " times an even share";
        return new Question.Found(most, GROUPS.get(most).toLowerCase(Locale.ROOT) + ": " + share);
    }
}
