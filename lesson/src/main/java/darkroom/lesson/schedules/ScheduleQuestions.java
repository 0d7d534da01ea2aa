package darkroom.lesson.schedules;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.lesson.engine.Engine;
import darkroom.lesson.engine.InTurn;
import darkroom.lesson.learner.Question;
import darkroom.lesson.web.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** What part 3 asks. */
public final class ScheduleQuestions {

    /** The schedules between which the reader chooses, with their names. */
    private static final List<String> CANDIDATES = List.of("linear", "squaredcos_cap_v2", "raw");

    private static final List<String> NAMES =
            List.of("linear, scaled to 80 steps", "cosine", "DDPM\u2019s betas as printed");

    /** For which candidates each answer says that both shares come back. */
    private static final List<List<Integer>> RIGHT = List.of(List.of(1), List.of(0, 1), List.of(2), List.of(0, 1, 2));

    private static final List<String> NEARER =
            List.of("squaredcos_cap_v2 squaredcos_cap_v2", "linear linear", "squaredcos_cap_v2 linear", "same same");

    /** A share of samples between the two points that is more than chance. */
    private static final double SOME = 0.02;

    public static final List<Question> ALL = List.of(
            Question.of(
                            "drawn",
                            3,
                            "/api/groups/drawn",
                            "Each \u201cpicture\u201d is now one number: a fifth are \u22121, four fifths +1. Sampling starts from"
                                    + " pure noise, whatever is left, and the best denoiser walks back in 80 noisy steps"
                                    + " (DDPM). What comes out?",
                            List.of(
                                    "A fifth and four fifths, as in the data",
                                    "Too many at +1, in the larger group",
                                    "Too many at \u22121, in the smaller group",
                                    "Some in between, not quite clean"),
                            (query, all) -> Optional.of(cameOut(all.path("ends").path(0))))
                    .by(InTurn.ALL)
                    .ofCoreLab(),
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
                    .by(InTurn.ALL),
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

    /** The drawn {@code curve}, sampled with fresh noise and without, by {@code seed}. */
    static Supplier<Engine.Work> drawn(Query query) {
        return inTurn(List.of("ddpm", "ddim"), sampler -> query.with(Map.of("sampler", sampler)));
    }

    /** The three schedules, sampled one after the other, by {@code seed}. */
    static Supplier<Engine.Work> threeGroups(Query query) {
        return inTurn(CANDIDATES, candidate -> query.with(Map.of("schedule", candidate, "sampler", "ddpm")));
    }

    private static Supplier<Engine.Work> inTurn(List<String> names, Function<String, Query> asked) {
        List<Supplier<Engine.Work>> runs =
                names.stream().map(asked).map(GroupsRun::asked).toList();
        return () -> new InTurn(runs);
    }

    /** What samples by DDPM tell of a drawn schedule. */
    private static Question.Found cameOut(JsonNode end) {
        double share = end.path("share").asDouble(),
                between = end.path("between").asDouble();
        if (between > SOME) {
            return new Question.Found(3, String.format(Locale.ROOT, "%.1f%% lie in between", 100 * between));
        }
        int option = end.path("right").asBoolean() ? 0 : share > GroupsRun.RIGHT ? 1 : 2;
        return new Question.Found(option, String.format(Locale.ROOT, "%.1f%% at +1, where 80%% is right", 100 * share));
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
