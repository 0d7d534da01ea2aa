package darkroom.lesson.text;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.lesson.web.BadRequest;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Query;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The quick checks, asked and judged: which answer is right stays here until one was given. */
public final class Checks {

    /** The check of a part that counts, and the one on a new situation that may follow it. */
    public static final int FIRST = 1, SECOND = 2;

    private final Map<Integer, Map<Integer, Check>> checks = new TreeMap<>();

    public Checks(LessonText text) {
        for (Check check : Check.of(LessonText.CHECKS, text.read(LessonText.CHECKS))) {
            checks.computeIfAbsent(check.part(), part -> new TreeMap<>()).put(check.number(), check);
        }
    }

    /** Whether a part has the check of a number. */
    public boolean has(int part, int number) {
        return of(part, number).isPresent();
    }

    /** The question and its answers. */
    public ObjectNode asked(Query query) {
        Check check = check(query);
        ObjectNode json = Json.object()
                .put("part", check.part())
                .put("number", check.number())
                .put("question", check.question());
        ArrayNode options = json.putArray("options");
        check.options().forEach(option -> options.add(option.text()));
        return json;
    }

    /** The parts that have one. */
    public Set<Integer> parts() {
        return checks.keySet();
    }

    /** What is to be said of an answer. */
    public ObjectNode judged(Query query) {
        Check check = check(query);
        return verdict(check, (int) query.whole("answer", -1, 0, check.options().size() - 1));
    }

    /** What is to be said of an answer to a check of a part, which has both. */
    public ObjectNode verdict(int part, int number, int answer) {
        return verdict(of(part, number).orElseThrow(() -> new IllegalArgumentException(none(part, number))), answer);
    }

    /** Which of a part's checks a request is about: 1 unless it says 2. */
    public static int number(Query query) {
        return (int) query.whole("number", FIRST, FIRST, SECOND);
    }

    private static ObjectNode verdict(Check check, int answer) {
        Check.Option option = check.options().get(answer);
        return Json.object()
                .put("right", option.right())
                .put("why", option.why())
                .put("show", check.show());
    }

    private Check check(Query query) {
        int part = (int) query.whole("part", -1, 0, 9), number = number(query);
        return of(part, number).orElseThrow(() -> new BadRequest(none(part, number)));
    }

    private Optional<Check> of(int part, int number) {
        return Optional.ofNullable(checks.getOrDefault(part, Map.of()).get(number));
    }

    private static String none(int part, int number) {
        return "Part " + part + " has no " + (number == FIRST ? "quick check." : "second quick check.");
    }
}
