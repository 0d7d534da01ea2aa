package darkroom.lesson.play;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.lesson.engine.Engine;
import darkroom.lesson.engine.InTurn;
import darkroom.lesson.learner.Question;
import darkroom.lesson.studio.HalfRun;
import darkroom.lesson.studio.Pictures;
import darkroom.lesson.studio.RunRequest;
import darkroom.lesson.studio.Studio;
import darkroom.lesson.web.Query;
import darkroom.lesson.web.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What part 6 asks. */
public final class PlayQuestions {

    /**
     * Two patterns that are lost as near to each other as this, in steps, count as equally robust. From one hundred noises to
     * the next the difference between these two varies by 4 (its standard deviation over six hundreds).
     */
    private static final int NEAR = 20;

    private static final List<String> PATTERNS = List.of("checkerboard", "circle");
    private static final String LETTERS = "ABCD";
    private static final List<String> COUNTS = List.of("Two", "Three", "Four");

    public static final List<Question> ALL = List.of(
            Question.of("race", 6, "/api/race", "", List.of(), (query, race) -> Optional.of(nearest(query, race)))
                    .asking(query -> COUNTS.get(RaceRequest.lanes(query).size() - RaceRequest.LEAST)
                            + " settings start from the same noise, on the way to "
                            + Pictures.words(query.text("pattern", "ring"))
                            + ". The race is run from " + RaceRun.RACES
                            + " noises, and you watch the first. On average, whose result ends nearest to a picture of the"
                            + " data?")
                    .offering(PlayQuestions::racers)
                    .by("race"),
            Question.of(
                            "idea-patterns",
                            6,
                            "/api/ideas/patterns",
                            "Noise is added to a checkerboard and a circle, the same hundred noises. Which does the classifier"
                                    + " lose first, getting fewer than half of them right?",
                            List.of("The checkerboard", "The circle", "Both within " + NEAR + " of 1000 steps"),
                            (query, all) -> Optional.of(lostFirst(all)))
                    .by(InTurn.ALL),
            Question.of(
                    "idea-half",
                    6,
                    "/api/ideas/half",
                    "A hundred runs, ten for each kind, are stopped half way from noise to picture, where the weights of noise"
                            + " and picture are equal. In how many does the classifier, which learned noisy pictures too,"
                            + " recognise the kind that was asked for?",
                    List.of("In fewer than 30", "In 30 to 70", "In more than 70"),
                    (query, end) -> {
                        int seen = end.path("noisy").asInt();
                        return Optional.of(new Question.Found(
                                seen < 30 ? 0 : seen <= 70 ? 1 : 2,
                                seen + " of " + end.path("of").asInt()));
                    }),
            Question.of(
                    "idea-inverse",
                    6,
                    "/api/ideas/inverse",
                    "Noise is added to one ring to the end, sixteen times, and DDPM walks each back. What comes home?",
                    List.of("The same ring", "Nearly that ring", "Some ring: no nearer than another"),
                    (query, end) -> Optional.of(new Question.Found(
                            List.of("same", "nearly", "another")
                                    .indexOf(end.path("found").asText()),
                            "off by " + Words.fixed(end.path("distance").asDouble(), 2) + " on average; "
                                    + nearer(end.path("nearer").asDouble())))),
            Question.of(
                    "idea-twice",
                    6,
                    "/api/ideas/twice",
                    "The same starting noise twice, but other fresh noise on the way. Which sampler ends on the same picture"
                            + " both times?",
                    List.of("Both DDIM (eta 0) and DDPM", "Only DDIM with eta 0", "Neither"),
                    (query, end) -> {
                        boolean ddim = end.path("ddimSame").asBoolean();
                        boolean ddpm = end.path("ddpmSame").asBoolean();
                        return Optional.of(new Question.Found(
                                ddim && ddpm ? 0 : ddim ? 1 : 2,
                                "DDIM: apart by " + Words.fixed(end.path("ddim").asDouble(), 3) + "; DDPM: by "
                                        + Words.fixed(end.path("ddpm").asDouble(), 3)));
                    }));

    private PlayQuestions() {}

    private static List<String> racers(Query query) {
        List<String> racers = new ArrayList<>();
        for (RunRequest lane : RaceRequest.lanes(query)) {
            racers.add(LETTERS.charAt(racers.size()) + ": " + lane.words());
        }
        racers.add((racers.size() == 2 ? "Neither" : "Two or more") + ", not to be told apart");
        return racers;
    }

    private static Question.Found nearest(Query query, JsonNode race) {
        List<String> racers = racers(query);
        JsonNode first = race.path("nearest");
        int option = first.size() > 1 ? racers.size() - 1 : first.path(0).asInt();
        List<String> away = new ArrayList<>();
        for (int i = 0; i < race.path("away").size(); i++) {
            away.add(LETTERS.charAt(i) + " off by "
                    + Words.fixed(race.path("away").path(i).asDouble(), 2) + " \u00b1 "
                    + Words.fixed(race.path("spread").path(i).asDouble(), 2));
        }
        return new Question.Found(option, racers.get(option) + " (" + String.join(", ", away) + ")");
    }

    private static String nearer(double by) {
        return Words.fixed(Math.abs(by), 2) + (by < 0 ? " farther from" : " nearer to") + " it than to other rings";
    }

    /** Two patterns under the same noises, one after the other. */
    public static Supplier<Engine.Work> bothPatterns(Query query, Studio studio) {
        long seed = query.seed("seed", 1);
        studio.classifier();
        List<Supplier<Engine.Work>> runs = new ArrayList<>();
        for (String pattern : PATTERNS) {
            Pictures.Choice picture = Pictures.chosen(query.with(Map.of("pattern", pattern, "picture", "1")));
            runs.add(() -> new HalfRun(picture, seed, studio));
        }
        return () -> new InTurn(runs);
    }

    private static Question.Found lostFirst(JsonNode all) {
        JsonNode checkerboard = all.path("ends").path(0).path("t"),
                circle = all.path("ends").path(1).path("t");
        int never = Studio.SCHEDULE.timesteps() + 1;
        int one = checkerboard.asInt(never), other = circle.asInt(never);
        return new Question.Found(
                Math.abs(one - other) <= NEAR ? 2 : one < other ? 0 : 1,
                "circle: " + at(circle) + "; checkerboard: " + at(checkerboard));
    }

    private static String at(JsonNode t) {
        return t.isNull() ? "never" : "t = " + t.asInt();
    }
}
