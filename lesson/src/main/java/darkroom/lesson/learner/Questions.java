package darkroom.lesson.learner;

import darkroom.lesson.drown.DrownQuestions;
import darkroom.lesson.forward.ForwardQuestions;
import darkroom.lesson.journey.JourneyQuestions;
import darkroom.lesson.play.PlayQuestions;
import darkroom.lesson.reverse.ReverseQuestions;
import darkroom.lesson.schedules.ScheduleQuestions;
import darkroom.lesson.web.Query;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All questions of the lesson. */
public final class Questions {

    private static final Map<String, Question> ALL = new LinkedHashMap<>();

    static {
        Stream.of(
                        DrownQuestions.ALL,
                        ForwardQuestions.ALL,
                        ScheduleQuestions.ALL,
                        ReverseQuestions.ALL,
                        JourneyQuestions.ALL,
                        PlayQuestions.ALL)
                .flatMap(List::stream)
                .forEach(Questions::add);
    }

    private Questions() {}

    /** The questions that a part's core lab is done with. */
    static Set<String> ofCoreLab(int part) {
        return ALL.values().stream()
                .filter(question -> question.core() && question.part() == part)
                .map(Question::id)
                .collect(Collectors.toSet());
    }

    /** How many of them have to be settled: the journey's reader takes half of its steps, in any order. */
    static int enough(int part) {
        return part == JourneyQuestions.PART ? JourneyQuestions.ENOUGH : 1;
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
