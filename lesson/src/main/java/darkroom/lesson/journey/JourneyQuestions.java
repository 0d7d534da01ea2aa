package darkroom.lesson.journey;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.lesson.learner.Question;
import darkroom.lesson.measure.HeldOut;
import darkroom.lesson.studio.Studio;
import darkroom.lesson.web.Query;
import darkroom.lesson.web.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.stream.StreamSupport;

/** What the steps of part 5 ask. */
public final class JourneyQuestions {

    private static final int PART = 5;

    /** Means closer than this ratio count as the same. */
    private static final double ALIKE = 1.25;

    private static final double END_DECIBELS = 12;
    private static final double MIDDLE_DECIBELS = 6;

    private static final Map<String, String> LEARNS = Map.of(
            "v_prediction", "v, a mix of noise and picture", "epsilon", "the noise", "sample", "the clean picture");

    private static final List<String> LOSS_AT = List.of(
            "Where hardly any noise is in it",
            "In the middle, picture and noise alike",
            "Where hardly any picture is left",
            "About the same at all");

    public static final List<Question> ALL = List.of(
            Question.of(
                            "noise",
                            PART,
                            "/api/journey/noise",
                            "In such noise take every pixel that is lighter than middle grey, and look right of it and below"
                                    + " it. How often is the neighbour lighter than middle grey, too?",
                            List.of(
                                    "Hardly ever: noise jumps from light to dark",
                                    "About half of the time",
                                    "About 7 times in 10",
                                    "Nearly always: light spots hold together"),
                            (query, look) -> {
                                double share =
                                        look.path("noise").path("lightToo").asDouble();
                                return found(share, List.of(0.4, 0.6, 0.8), Words.percent(share, 1) + " of the time");
                            })
                    .ofCoreLab(),
            Question.of(
                            "forward",
                            PART,
                            "/api/journey/pairs",
                            "",
                            List.of("Before t = 250", "t = 250 to 500", "t = 500 to 750", "After 750, or not at all"),
                            (query, look) -> {
                                int crossed = look.path("crossed").asInt();
                                return crossed < 0
                                        ? Optional.of(new Question.Found(3, "at no step"))
                                        : found(crossed, List.of(250.0, 500.0, 750.0), "from t = " + crossed + " on");
                            })
                    .asking(query -> "A picture (" + Words.kind(query.text("pattern", "ring"))
                            + ") is mixed with two different noises. Beside it, another picture ("
                            + Words.kind(query.text("other", "cross"))
                            + ") is mixed with the first of these noises. From which step on do the two with one noise lie nearer"
                            + " to each other, compared pixel by pixel, than the two with one picture?")
                    .ofCoreLab(),
            Question.of("training", PART, "/api/training", "", LOSS_AT, JourneyQuestions::smallestLoss)
                    .asking(
                            query -> "A small network is shown noisy pictures and learns to say "
                                    + LEARNS.get(query.oneOf("target", "v_prediction", TrainingRequest.TARGETS))
                                    + ". After "
                                    + settledAfter(query)
                                    + " of its updates, each a small correction, where is its loss, the squared error, smallest?")
                    .by("levels")
                    .ofCoreLab(),
            Question.of(
                            "lines",
                            PART,
                            "/api/training/lines",
                            "",
                            List.of(
                                    "It falls, and on nearly all others too",
                                    "It falls; on the others it falls or rises",
                                    "It falls, but rises on nearly all others",
                                    "It rises about as often as it falls"),
                            (query, end) -> Optional.of(downhill(end)))
                    .asking(query -> practised(query) + " Now it makes " + LinesRun.TOLD
                            + " updates, each a step downhill on a single example. What happens to the error on that example, and"
                            + " on " + LinesRun.OTHERS + " others?"),
            Question.of(
                    "heart",
                    PART,
                    "/api/journey/heart",
                    "Four small networks have the same training, but for the drawings in it. One is shown 10 of them again and"
                            + " again, one 100, one 1,000, and the last a new one every time. Then each draws "
                            + HeartRun.COUNT
                            + " pictures. Which of them copy what they were shown?",
                    List.of(
                            "Only the one with 10 drawings",
                            "Those with 10 and 100",
                            "Those with 10, 100 and 1,000",
                            "All four, even the last"),
                    (query, end) -> Optional.of(copying(end))),
            Question.of(
                            "reverse",
                            PART,
                            "/api/journey/twice",
                            "",
                            List.of(
                                    "Both: the start decides everything",
                                    "Only DDIM",
                                    "Only DDPM",
                                    "Neither: chance has its say each time"),
                            (query, end) -> Optional.of(samePictures(end)))
                    .asking(query -> "Noise is added to a picture (" + Words.kind(query.text("pattern", "ring"))
                            + ") all the way to t = " + Studio.SCHEDULE.timesteps() + ", " + TwiceRun.STARTS
                            + " times anew. From each of these starts each sampler walks back twice, in "
                            + TwiceRun.STEPS
                            + " steps. Which of them makes the same picture both times, from every start?")
                    .ofCoreLab(),
            Question.of(
                            "sampling",
                            PART,
                            "/api/journey/samples",
                            "",
                            List.of(
                                    "Hardly: they all look the same",
                                    "About half as different",
                                    "As different as real ones, within a quarter",
                                    "Much more different"),
                            (query, end) -> {
                                double ratio = end.path("spread").asDouble()
                                        / end.path("real").asDouble();
                                return found(
                                        ratio,
                                        List.of(0.25, 0.75, 1.25),
                                        Words.percent(ratio, 0) + " as different as real ones");
                            })
                    .asking(query -> "Sixteen noises, one label (" + Words.kind(query.text("pattern", "ring"))
                            + "), no fresh noise on the way (DDIM, eta 0, 25 steps). How different from each other will the"
                            + " sixteen pictures be, compared with sixteen real ones of this kind?")
                    .ofCoreLab(),
            Question.of(
                            "guidance",
                            PART,
                            "/api/journey/guidance",
                            "",
                            List.of("It grows", "No change that these samples can show", "It falls"),
                            (query, end) -> Optional.of(diversity(end.path("diversity"))))
                    .asking(query -> "One label (" + Words.kind(query.text("pattern", "ring")) + "), the same "
                            + query.text("samples", "64")
                            + " noises at each W. When guidance goes from off (W = 1) to W = 8, what becomes of the diversity,"
                            + " the mean distance between two of the samples?")
                    .ofCoreLab());

    private JourneyQuestions() {}

    /** The answer whose range a value lies in; each bound belongs to what lies above it. */
    private static Optional<Question.Found> found(double value, List<Double> bounds, String words) {
        int option = (int) bounds.stream().filter(bound -> value >= bound).count();
        return Optional.of(new Question.Found(option, words));
    }

    private static int settledAfter(Query query) {
        return Math.min(TrainingRequest.SETTLED, TrainingRequest.of(query).updates());
    }

    /** The mean loss with little noise, in the middle and with little picture, once enough was learned. */
    private static Optional<Question.Found> smallestLoss(Query query, JsonNode levels) {
        if (levels.path("update").asInt() != settledAfter(query)) {
            return Optional.empty();
        }
        JsonNode losses = levels.path("losses");
        double[] means = {
            mean(losses, snr -> snr >= END_DECIBELS),
            mean(losses, snr -> Math.abs(snr) <= MIDDLE_DECIBELS),
            mean(losses, snr -> snr <= -END_DECIBELS)
        };
        int least = 0, most = 0;
        for (int i = 1; i < means.length; i++) {
            least = means[i] < means[least] ? i : least;
            most = means[i] > means[most] ? i : most;
        }
        int option = means[most] / means[least] < ALIKE ? means.length : least;
        List<String> words = new ArrayList<>();
        for (double mean : means) {
            words.add(Words.fixed(mean, 2));
        }
        return Optional.of(new Question.Found(
                option,
                LOSS_AT.get(option).toLowerCase(java.util.Locale.ROOT) + ": " + words.get(0) + " with little noise, "
                        + words.get(1) + " in the middle, " + words.get(2) + " with little picture"));
    }

    private static double mean(JsonNode losses, DoublePredicate decibels) {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < losses.size(); i++) {
            if (decibels.test(Math.rint(HeldOut.LEVELS.get(i).snrDecibels()))) {
                sum += losses.get(i).asDouble();
                count++;
            }
        }
        return sum / count;
    }

    private static Question.Found diversity(JsonNode change) {
        double by = change.path("by").asDouble(), within = change.path("within").asDouble();
        int digits = change.path("digits").asInt();
        String words = Words.percent(Math.abs(by), digits) + ", where chance alone makes up to "
                + Words.percent(within, digits);
        return change.path("sure").asBoolean()
                ? new Question.Found(by > 0 ? 0 : 2, (by > 0 ? "it grows by " : "it falls by ") + words)
                : new Question.Found(1, "it " + (by > 0 ? "grows" : "falls") + " by no more than " + words);
    }

    private static String practised(Query query) {
        String examples = query.oneOf("practised", "100", LinesRun.PRACTISED);
        return examples.equals("0")
                ? "A network has learned nothing yet."
                : "A network has learned from " + examples + " examples, one at each update.";
    }

    /** Nearly all is four in five; on its own example the error falls where it does so in two of three steps. */
    private static Question.Found downhill(JsonNode end) {
        int told = end.path("told").asInt(), own = end.path("own").asInt();
        double share = end.path("share").asDouble();
        int option = 3 * own < 2 * told ? 3 : share >= 0.8 ? 0 : share > 0.2 ? 1 : 2;
        return new Question.Found(
                option,
                "it falls on its own example in " + own + " of " + told + " steps, and on " + Words.percent(share, 0)
                        + " of the others");
    }

    private static Question.Found copying(JsonNode end) {
        int last = end.path("last").asInt();
        List<String> shares = StreamSupport.stream(end.path("networks").spliterator(), false)
                .map(one -> Words.percent(one.path("share").asDouble(), 0))
                .toList();
        int but = shares.size() - 1;
        return new Question.Found(
                last,
                (last < 0
                                ? "none of them does"
                                : List.of("only 10 does", "10 and 100 do", "10, 100 and 1,000 do", "all four do")
                                        .get(last))
                        + ": copies are " + String.join(", ", shares.subList(0, but)) + " and " + shares.get(but));
    }

    private static Question.Found samePictures(JsonNode end) {
        int starts = end.path("starts").asInt();
        int ddpm = end.path("ddpm").path("same").asInt(),
                ddim = end.path("ddim").path("same").asInt();
        int option = ddim == starts ? ddpm == starts ? 0 : 1 : ddpm == starts ? 2 : 3;
        return new Question.Found(
                option,
                List.of("both do", "only DDIM, eta 0, does", "only DDPM does", "neither does")
                                .get(option) + ": DDIM from " + ddim + " of " + starts + " starts, DDPM from " + ddpm);
    }
}
