package darkroom.lesson.reverse;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.lesson.learner.Question;
import darkroom.lesson.studio.Pictures;
import darkroom.lesson.studio.RunRequest;
import darkroom.lesson.text.Words;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What part 4 asks. */
public final class ReverseQuestions {

    /** What a single step is held against, in the order of the answers; the mean is the first where two are as near. */
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
                            + what(query.text("pattern", "ring")) + " in a single step. What comes out?")
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

    /** A picture of a kind, in words. */
    public static String what(String kind) {
        return kind.equals(Pictures.ANY)
                ? "a picture of any kind"
                : "a picture of the kind \u201c" + Words.kind(kind) + "\u201d";
    }

    private static String signed(int by) {
        return (by < 0 ? "\u2212 " : "+ ") + Math.abs(by);
    }

    private static Question.Found nearest(JsonNode end) {
        Comparator<String> byDistance = Comparator.comparingDouble(
                name -> end.path(name).path("distance").asDouble());
        String found = HELD_AGAINST.stream()
                .min(byDistance.thenComparing(name -> !name.equals("mean")))
                .orElseThrow();
        int option = HELD_AGAINST.indexOf(found);
        return new Question.Found(
                option,
                "nearest to " + NEAREST_TO.get(option) + ", off by "
                        + Words.fixed(end.path(found).path("distance").asDouble(), 2));
    }

    private static Question.Found hurt(JsonNode end) {
        int option = HURT_MORE.indexOf(end.path("found").asText());
        String words = List.of("cutting the skip hurt more", "the wrong t hurt more", "too close to tell")
                .get(option);
        return new Question.Found(
                option,
                words + ": the error is " + error(end, "skip") + " with the skip cut and " + error(end, "time")
                        + " with the wrong t (untouched " + error(end, "untouched") + "); chance makes up to "
                        + error(end, "within") + " of the difference");
    }

    private static String error(JsonNode end, String name) {
        return Words.fixed(end.path(name).asDouble(), 3);
    }
}
