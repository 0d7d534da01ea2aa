package darkroom.lesson.reverse;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.lesson.learner.Question;
import darkroom.lesson.studio.Pictures;
import darkroom.lesson.studio.RunRequest;
import darkroom.lesson.web.Words;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What part 4 asks. */
public final class ReverseQuestions {

    /** What a single step is held against, in the order of the answers. */
    private static final List<String> HELD_AGAINST = List.of("finished", "noise", "nearest", "mean");

    private static final List<String> NEAREST_TO =
            List.of("the picture of 80 steps", "the noise that it began with", "a single known picture", "the mean");

    /** The last steps of the first three spans in which a picture may be decided. */
    private static final List<Integer> SPAN_ENDS = List.of(15, 40, 65);

    private static final List<String> HURT_MORE = List.of("skip", "time", "same");

    public static final List<Question> ALL = List.of(
            Question.of(
                            "jumps",
                            4,
                            "/api/jumps",
                            "",
                            List.of(
                                    "The same picture as 80 steps, only sooner",
                                    "Noise still, a little weaker",
                                    "One of the pictures that it learned from",
                                    "A blur, like no picture that it knows"),
                            (query, end) -> Optional.of(nearest(end)))
                    .asking(query -> "From pure noise, " + who(RunRequest.maker(query)) + " is asked for "
                            + Pictures.words(query.text("pattern", "ring"))
                            + " in a single step. What comes out, judged over "
                            + JumpsRun.NOISES
                            + " noises?")
                    .ofCoreLab(),
            Question.of(
                    "running",
                    4,
                    "/api/running",
                    "At the start every candidate is as likely as any other. By which of the " + RunningRun.STEPS
                            + " steps does one of them hold more than half of the weight, for good?",
                    List.of(
                            "Within the first 15 steps, while you see only snow",
                            "Between steps 16 and 40, with the first shapes",
                            "Between steps 41 and 65, when details come out",
                            "In the last 15 steps, when the noise is nearly gone"),
                    (query, end) -> Optional.of(decided(end))),
            Question.of(
                            "fresh",
                            4,
                            "/api/microscope/noises",
                            "",
                            List.of(
                                    "None: a step peels off old noise",
                                    "A small part: most of it is old",
                                    "Half: old and fresh, evenly mixed",
                                    "Most: the old goes, fresh comes in"),
                            (query, end) -> Optional.of(fresh(end)))
                    .asking(query -> {
                        int t = Microscope.t(query);
                        return "One step leads from t = " + t + " to t = " + (t - 1) + ", and "
                                + who(RunRequest.maker(query)) + " predicts. How much of the noise at t = " + (t - 1)
                                + " is fresh, not left from t = " + t + "?";
                    }),
            Question.of(
                    "derived",
                    4,
                    "/api/derived",
                    "Two bell curves say where the number one step cleaner may lie: one by the clean number, one by the"
                            + " noisy one. Both hold at once, so multiply them. What does the product look like?",
                    List.of(
                            "Half-way between them, and as wide as the wider one",
                            "Nearer the narrow one, and narrower than both",
                            "Nearer the wide one, and of medium width",
                            "The narrow one itself: the wide one has no say"),
                    (query, look) -> Optional.of(multiplied(look))),
            Question.of(
                            "unet",
                            4,
                            "/api/network/damage",
                            "",
                            List.of("Cutting the skip", "Telling the wrong t", "Too close for these pictures to tell"),
                            (query, end) -> Optional.of(hurt(end)))
                    .asking(query ->
                            "One skip is cut: zeros arrive in its place. Or all is left whole, and the network is"
                                    + " told t " + signed((int) query.whole("by", 100, -1000, 1000))
                                    + " instead of t. Which raises the error of its predicted clean pictures more?"));

    private ReverseQuestions() {}

    private static Question.Found decided(JsonNode end) {
        int step = end.path("decided").asInt();
        int span = (int) SPAN_ENDS.stream().filter(last -> step > last).count();
        return new Question.Found(
                span,
                "after " + (step == 1 ? "1 step" : step + " steps") + ", with "
                        + Words.percent(end.path("noisePower").asDouble(), 1) + " of the power still noise");
    }

    private static Question.Found fresh(JsonNode end) {
        int answer = end.path("answer").asInt();
        if (end.path("after").asDouble() == 0) {
            return new Question.Found(answer, "no noise is left, fresh or old");
        }
        String shares = Words.percent(end.path("fresh").asDouble(), 1) + " is fresh and "
                + Words.percent(end.path("old").asDouble(), 1) + " old, over "
                + end.path("noises").asInt() + " noises";
        return new Question.Found(answer, answer < 0 ? "too close to tell: " + shares : shares);
    }

    private static Question.Found multiplied(JsonNode look) {
        JsonNode distances = look.path("distances"), product = look.path("product");
        int nearest = IntStream.range(0, distances.size())
                .boxed()
                .min(Comparator.comparingDouble(i -> distances.path(i).asDouble()))
                .orElseThrow();
        return new Question.Found(
                nearest,
                "its peak is at " + Words.fixed(product.path("mean").asDouble(), 3) + " and its deviation is "
                        + Words.fixed(product.path("deviation").asDouble(), 3));
    }

    private static String who(RunRequest.Maker maker) {
        return switch (maker) {
            case ORACLE -> "the oracle";
            case EXACT -> "the exact denoiser";
            case LEARNED -> "the network";
        };
    }

    private static String signed(int by) {
        return (by < 0 ? "\u2212 " : "+ ") + Math.abs(by);
    }

    private static Question.Found nearest(JsonNode end) {
        String first = end.path("first").asText(), second = end.path("second").asText();
        String held = awayFrom(end, first) + " and " + awayFrom(end, second) + ", on average over "
                + end.path("noises").asInt() + " noises";
        return end.path("sure").asBoolean()
                ? new Question.Found(HELD_AGAINST.indexOf(first), "off by " + held)
                : new Question.Found(-1, "too close to tell: off by " + held);
    }

    /** How far the single steps are off one of what they are held against. */
    private static String awayFrom(JsonNode end, String name) {
        return Words.fixed(
                        end.path(name).path("average").asDouble(),
                        end.path("digits").asInt())
                + " from " + NEAREST_TO.get(HELD_AGAINST.indexOf(name));
    }

    private static Question.Found hurt(JsonNode end) {
        int option = HURT_MORE.indexOf(end.path("found").asText());
        String words = List.of("cutting the skip hurt more", "the wrong t hurt more", "too close to tell")
                .get(option);
        return new Question.Found(
                option,
                words + ": the error is " + error(end, "skip") + " with the skip cut and " + error(end, "time")
                        + " with the wrong t (untouched " + error(end, "untouched") + "); they differ by "
                        + error(end, "difference") + ", where chance alone makes up to " + error(end, "within"));
    }

    private static String error(JsonNode end, String name) {
        return Words.fixed(
                Math.abs(end.path(name).asDouble()), end.path("digits").asInt());
    }
}
