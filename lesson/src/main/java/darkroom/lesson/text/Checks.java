package darkroom.lesson.text;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.lesson.web.BadRequest;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Query;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The quick checks, asked and judged: which answer is right stays here until one was given. */
public final class Checks {

    private final Map<Integer, Check> checks = new TreeMap<>();

    public Checks(LessonText text) {
        for (Check check : Check.of(LessonText.CHECKS, text.read(LessonText.CHECKS))) {
            checks.put(check.part(), check);
        }
    }

    public boolean has(int part) {
        return checks.containsKey(part);
    }

    /** The question and its answers. */
    public ObjectNode asked(Query query) {
        Check check = check(query);
        ObjectNode json = Json.object().put("part", check.part()).put("question", check.question());
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

    /** What is to be said of an answer to a part's check, which has both. */
    public ObjectNode verdict(int part, int answer) {
        Check check = checks.get(part);
        if (check == null) {
            throw new IllegalArgumentException("Part " + part + " has no quick check.");
        }
        return verdict(check, answer);
    }

    private static ObjectNode verdict(Check check, int answer) {
        Check.Option option = check.options().get(answer);
        return Json.object()
                .put("right", option.right())
                .put("why", option.why())
                .put("show", check.show());
    }

    private Check check(Query query) {
        int part = (int) query.whole("part", -1, 0, 9);
        Check check = checks.get(part);
        if (check == null) {
            throw new BadRequest("Part " + part + " has no quick check.");
        }
        return check;
    }
}
