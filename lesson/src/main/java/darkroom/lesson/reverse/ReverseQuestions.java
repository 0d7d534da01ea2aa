package darkroom.lesson.reverse;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.lesson.learner.Question;
import darkroom.lesson.studio.Pictures;
import darkroom.lesson.studio.RunRequest;
import darkroom.lesson.web.Words;
import java.util.List;
import java.util.Optional;

/** What part 4 asks. */
public final class ReverseQuestions {

    /** What a single step is held against, in the order of the answers. */
    private static final List<String> HELD_AGAINST = List.of("finished", "noise", "nearest", "mean");

    private static final List<String> NEAREST_TO =
            List.of("the picture of 80 steps", "the noise that it began with", "a single known picture", "the mean");

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
                                    "A blur: the mean of all that it could be"),
                            (query, end) -> Optional.of(nearest(end)))
                    .asking(query -> "From pure noise, " + who(RunRequest.maker(query)) + " is asked for "
                            + Pictures.words(query.text("pattern", "ring"))
                            + " in a single step. What comes out, judged over "
                            + JumpsRun.NOISES
                            + " noises?")
                    .ofCoreLab(),
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
                        + error(end, "difference") + ", and chance makes up to " + error(end, "within") + " of that");
    }

    private static String error(JsonNode end, String name) {
        return Words.fixed(
                Math.abs(end.path(name).asDouble()), end.path("digits").asInt());
    }
}
