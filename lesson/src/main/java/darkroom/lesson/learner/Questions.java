package darkroom.lesson.learner;

import darkroom.lesson.web.Query;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** All questions of the lesson, as the rooms declare them. */
public final class Questions {

    private static final Map<String, Question> ALL = new LinkedHashMap<>();
    private static final Map<Integer, Integer> ENOUGH = new HashMap<>();

    static {
        for (Room room : Room.all()) {
            for (Question question : room.questions()) {
                add(question);
                if (question.core()) {
                    ENOUGH.put(question.part(), room.enough());
                }
            }
        }
    }

    private Questions() {}

    /** The questions that a part's core lab is done with. */
    static Set<String> ofCoreLab(int part) {
        return ALL.values().stream()
                .filter(question -> question.core() && question.part() == part)
                .map(Question::id)
                .collect(Collectors.toSet());
    }

    /** How many of them have to be settled. */
    static int enough(int part) {
        return ENOUGH.getOrDefault(part, 1);
    }

    private static void add(Question question) {
        if (ALL.put(question.id(), question) != null) {
            throw new IllegalStateException("Two questions are called " + question.id() + ".");
        }
    }

    static Collection<Question> all() {
        return ALL.values();
    }

    /** The question that a request names by {@code id}. */
    static Question of(Query query) {
        return named(query.oneOf("id", "", ALL.keySet())).orElseThrow();
    }

    /** The question of a name that was checked when it was kept; empty when the lesson asks it no more. */
    static Optional<Question> named(String id) {
        return Optional.ofNullable(ALL.get(id));
    }
}
