package darkroom.lesson.learner;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.lesson.progress.Answer;
import darkroom.lesson.progress.Completion;
import darkroom.lesson.progress.History;
import darkroom.lesson.progress.Learner;
import darkroom.lesson.progress.Prediction;
import darkroom.lesson.progress.Progress;
import darkroom.lesson.progress.Reviews;
import darkroom.lesson.text.Checks;
import darkroom.lesson.text.Part;
import darkroom.lesson.web.BadRequest;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Posted;
import darkroom.lesson.web.Query;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keeps what learners do, and shows them what is done and what is open. What it confirms is on the disk. */
public final class ProgressDesk {

    /** The parts that have a core lab. */
    public static final Set<Integer> LABS = Set.of(1, 2, 3, 4, 5, 6);

    private static final int LAST = 8;
    private static final int MOST_ASKED = 1000;
    private static final List<String> YES_NO = List.of("true", "false");

    private final Progress progress;
    private final Learners learners;
    private final Receipts receipts;
    private final Checks checks;
    private final List<Part> parts;

    public ProgressDesk(Progress progress, Learners learners, Receipts receipts, Checks checks, List<Part> parts) {
        this.progress = progress;
        this.learners = learners;
        this.receipts = receipts;
        this.checks = checks;
        this.parts = parts;
    }

    public void serve(JavalinConfig config) {
        config.routes.get("/api/progress", context -> json(context, state(learners.of(context))));
        config.routes.get("/api/progress/export", this::export);
        config.routes.post("/api/progress/delete", this::delete);
        config.routes.post("/api/answer", this::answer);
        config.routes.post("/api/lab", this::lab);
        config.routes.post("/api/seen", this::seen);
        config.routes.post("/api/complete", this::complete);
        config.routes.post("/api/review/done", this::reviewed);
        config.routes.post("/api/review/wanted", this::wantReviews);
    }

    /** What the learner of a request did, if they marked the lesson as complete. */
    public Optional<Completion> completion(Context context) {
        return learners.of(context).flatMap(progress::completion);
    }

    private void answer(Context context) {
        Query sent = Posted.values(context);
        ObjectNode verdict = checks.judged(sent);
        int part = part(sent);
        int number = Checks.number(sent), choice = (int) sent.whole("answer", -1, 0, 9);
        String ticket = ticket(sent);
        Learner learner = learners.welcome(context);
        progress.answer(learner, part, number, choice, verdict.path("right").asBoolean(), ticket);
        json(context, verdict.<ObjectNode>set("progress", state(Optional.of(learner))));
    }

    private void lab(Context context) {
        int part = receipts.redeem(filled(Posted.values(context), "receipt"))
                .orElseThrow(() -> new BadRequest("This server does not know that run: let one go to its end again."));
        Learner learner = learners.welcome(context);
        progress.labDone(learner, part);
        json(context, state(Optional.of(learner)));
    }

    private void seen(Context context) {
        int part = part(Posted.values(context));
        Learner learner = learners.welcome(context);
        progress.seen(learner, part);
        json(context, state(Optional.of(learner)));
    }

    private void complete(Context context) {
        boolean done = Posted.values(context).oneOf("done", "", YES_NO).equals("true");
        Optional<Learner> learner = learners.of(context);
        learner.ifPresent(done ? progress::complete : progress::undo);
        if (done && learner.isEmpty()) {
            throw new BadRequest("Nothing is kept of you yet, so the lesson cannot be marked as complete.");
        }
        json(context, state(learner));
    }

    /** The page says how a review went; nothing hangs on it, so it is believed. */
    private void reviewed(Context context) {
        Query sent = Posted.values(context);
        int parts = (int) sent.whole("parts", -1, 1, LAST), right = (int) sent.whole("right", -1, 0, parts);
        int asked = (int) sent.whole("asked", -1, parts, MOST_ASKED);
        String ticket = ticket(sent);
        Learner learner = learners.welcome(context);
        progress.reviewed(learner, right, parts, asked, ticket);
        json(context, state(Optional.of(learner)));
    }

    private void wantReviews(Context context) {
        boolean wanted = Posted.values(context).oneOf("wanted", "", YES_NO).equals("true");
        Learner learner = learners.welcome(context);
        progress.wantReviews(learner, wanted);
        json(context, state(Optional.of(learner)));
    }

    private void delete(Context context) {
        Posted.values(context);
        learners.of(context).ifPresent(progress::forget);
        learners.farewell(context);
        json(context, state(Optional.empty()));
    }

    private static int part(Query sent) {
        return (int) sent.whole("part", -1, 0, LAST);
    }

    private static String filled(Query sent, String name) {
        String text = sent.text(name, "");
        if (text.isBlank()) {
            throw new BadRequest("The value of " + name + " is missing.");
        }
        return text;
    }

    private static String ticket(Query sent) {
        String ticket = filled(sent, "ticket");
        if (!ticket.matches("[A-Za-z0-9-]{8,64}")) {
            throw new BadRequest("A ticket has 8 to 64 letters, digits and hyphens.");
        }
        return ticket;
    }

    /** Every part with what was done in it and what is open. */
    private ObjectNode state(Optional<Learner> learner) {
        History history = learner.map(progress::of).orElse(History.NOTHING);
        ObjectNode json = Json.object().put("known", learner.isPresent());
        int done = 0;
        ArrayNode all = json.putArray("parts");
        for (Part part : parts) {
            all.add(state(history, part));
            done += part.number() > 0 && progress.done(history, part.number()) ? 1 : 0;
        }
        json.put("done", done).put("of", LAST).put("mayComplete", progress.mayComplete(history));
        time(json, "completed", history.completed());
        ObjectNode reviews =
                json.putObject("reviews").put("wanted", history.reviews().wanted());
        time(reviews, "next", history.reviews().next());
        done(history.reviews(), reviews.putArray("done"));
        return json;
    }

    private ObjectNode state(History history, Part part) {
        int number = part.number();
        ObjectNode json = Json.object()
                .put("part", number)
                .put("path", part.path())
                .put("name", part.name())
                .put("done", progress.done(history, number));
        if (checks.has(number, Checks.FIRST)) {
            json.set("check", state(history, number, Checks.FIRST));
        }
        if (checks.has(number, Checks.SECOND)) {
            json.set("second", state(history, number, Checks.SECOND));
        }
        if (LABS.contains(number)) {
            time(
                    json.putObject("lab"),
                    "done",
                    Optional.ofNullable(history.labs().get(number)));
        }
        ArrayNode predictions = json.putArray("predictions");
        history.firstPredictions().stream()
                .filter(one -> one.part() == number)
                .forEach(one -> predictions.add(state(one)));
        return json;
    }

    private ObjectNode state(History history, int part, int number) {
        List<Answer> answers = history.answers(part, number);
        Optional<Answer> right = history.right(part, number);
        ObjectNode check = Json.object()
                .put("right", right.isPresent())
                .put("tries", right.map(Answer::attempt).orElse(answers.size()));
        if (!answers.isEmpty()) {
            int choice = right.orElse(answers.get(answers.size() - 1)).choice();
            check.put("answer", choice).set("verdict", checks.verdict(part, number, choice));
        }
        return check;
    }

    private static void done(Reviews reviews, ArrayNode to) {
        reviews.done()
                .forEach(one -> to.addObject()
                        .put("right", one.right())
                        .put("parts", one.parts())
                        .put("asked", one.asked())
                        .put("time", one.made().toString()));
    }

    private static ObjectNode state(Prediction one) {
        return Json.object()
                .put("part", one.part())
                .put("id", one.name())
                .put("question", one.question())
                .put("guess", one.guess())
                .put("found", one.found())
                .put("holds", one.holds())
                .put("time", one.made().toString());
    }

    private static void time(ObjectNode to, String name, Optional<Instant> when) {
        to.put(name, when.map(Instant::toString).orElse(null));
    }

    /** All that is kept of whoever asks, as a file. */
    private void export(Context context) {
        History history = learners.of(context).map(progress::of).orElse(History.NOTHING);
        ObjectNode json = Json.object();
        ArrayNode answers = json.putArray("answers");
        history.answers()
                .forEach(one -> answers.addObject()
                        .put("part", one.part())
                        .put("check", one.number())
                        .put("try", one.attempt())
                        .put("answer", one.choice())
                        .put("right", one.right())
                        .put("time", one.made().toString()));
        ArrayNode predictions = json.putArray("predictions");
        history.predictions().forEach(one -> predictions.add(state(one)));
        ArrayNode labs = json.putArray("experiments");
        history.labs()
                .forEach((part, when) -> labs.addObject().put("part", part).put("time", when.toString()));
        ArrayNode seen = json.putArray("seen");
        history.seen()
                .forEach((part, when) -> seen.addObject().put("part", part).put("time", when.toString()));
        done(history.reviews(), json.putArray("reviews"));
        ArrayNode marks = json.putArray("completion");
        history.marks().forEach(mark -> {
            ObjectNode one = marks.addObject().put("marked", mark.marked().toString());
            time(one, "unmarked", mark.unmarked());
        });
        context.header("Content-Disposition", "attachment; filename=\"darkroom-progress.json\"");
        json(context, json);
    }

    private static void json(Context context, ObjectNode json) {
        context.contentType("application/json")
                .header("Cache-Control", "no-store")
                .result(Json.bytes(json));
    }
}
