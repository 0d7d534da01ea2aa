package darkroom.lesson.schedules;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.lesson.engine.Engine;
import darkroom.lesson.engine.InTurn;
import darkroom.lesson.learner.Question;
import darkroom.lesson.web.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What part 3 asks. */
public final class ScheduleQuestions {

    /** The schedules between which the core lab has the reader choose, with their names. */
    private static final List<String> CANDIDATES = List.of("linear", "squaredcos_cap_v2", "raw");

    private static final List<String> NAMES =
            List.of("linear, scaled to 80 steps", "cosine", "DDPM\u2019s betas as printed");

    /** For which candidates each answer says that both shares come back. */
    private static final List<List<Integer>> RIGHT = List.of(List.of(1), List.of(0, 1), List.of(2), List.of(0, 1, 2));

    private static final List<String> NEARER =
            List.of("squaredcos_cap_v2 squaredcos_cap_v2", "linear linear", "squaredcos_cap_v2 linear", "same same");

    public static final List<Question> ALL = List.of(
            Question.of(
                            "groups",
                            3,
                            "/api/groups/three",
                            "Each \u201cpicture\u201d here is a single number: a fifth of them are \u22121, four fifths +1."
                                    + " The best possible denoiser (a formula, no network) walks back from pure noise in 80 steps."
                                    + " With which schedules do a fifth and four fifths come out again, to within two in a hundred?",
                            List.of(
                                    "Only the cosine schedule",
                                    "Linear, scaled, and cosine",
                                    "Only DDPM\u2019s betas as printed",
                                    "All three"),
                            (query, all) -> Optional.of(comeBack(all)))
                    .by(InTurn.ALL)
                    .ofCoreLab(),
            Question.of(
                    "two-schedules",
                    3,
                    "/api/training/schedules",
                    "Two small networks learn the same points, from the same first weights, with the same times and noise"
                            + " drawn. Only the schedule differs. Each is then sampled in 10 steps and in 40, from one noise."
                            + " Whose samples lie nearer to the data?",
                    List.of(
                            "Cosine, with 10 steps and with 40",
                            "Linear, with 10 steps and with 40",
                            "Cosine with 10 steps, linear with 40",
                            "Neither: no more apart than by chance"),
                    (query, end) -> Optional.of(nearer(end))));

    private ScheduleQuestions() {}

    /** The runs that settle the core lab's question, one after the other, by {@code seed}. */
    public static Supplier<Engine.Work> threeGroups(Query query) {
        List<Supplier<Engine.Work>> runs = new ArrayList<>();
        for (String candidate : CANDIDATES) {
            runs.add(GroupsRun.asked(query.with(java.util.Map.of("schedule", candidate, "sampler", "ddpm"))));
        }
        return () -> new InTurn(runs);
    }

    private static Question.Found comeBack(JsonNode all) {
        List<Integer> right = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < CANDIDATES.size(); i++) {
            if (all.path("ends").path(i).path("right").asBoolean()) {
                right.add(i);
                names.add(NAMES.get(i));
            }
        }
        return new Question.Found(
                RIGHT.indexOf(right), names.isEmpty() ? "none of the three" : String.join("; ", names));
    }

    private static Question.Found nearer(JsonNode end) {
        List<String> found = new ArrayList<>(), words = new ArrayList<>();
        for (JsonNode one : end.path("nearer")) {
            String schedule = one.path("schedule").asText();
            found.add(schedule);
            words.add("with " + one.path("steps").asInt() + " steps "
                    + switch (schedule) {
                        case "same" -> "they differ by no more than chance";
                        case "linear" -> "linear is nearer";
                        default -> "cosine is nearer";
                    });
        }
        return new Question.Found(NEARER.indexOf(String.join(" ", found)), String.join("; ", words));
    }
}
