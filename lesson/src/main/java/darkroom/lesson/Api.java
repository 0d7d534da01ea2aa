package darkroom.lesson;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.data.Batch;
import darkroom.lesson.drown.DepthsRun;
import darkroom.lesson.drown.InversionRun;
import darkroom.lesson.drown.ReturnRequest;
import darkroom.lesson.drown.ReturnRun;
import darkroom.lesson.engine.Engine;
import darkroom.lesson.engine.Failures;
import darkroom.lesson.engine.Ticket;
import darkroom.lesson.forward.ForwardLab;
import darkroom.lesson.forward.HalfRun;
import darkroom.lesson.journey.GuidanceRun;
import darkroom.lesson.journey.NoiseLab;
import darkroom.lesson.journey.PairsLab;
import darkroom.lesson.journey.SamplesRun;
import darkroom.lesson.journey.Trainings;
import darkroom.lesson.journey.TwiceRun;
import darkroom.lesson.learner.Learners;
import darkroom.lesson.learner.QuestionDesk;
import darkroom.lesson.learner.Receipts;
import darkroom.lesson.learner.Settling;
import darkroom.lesson.measure.Levels;
import darkroom.lesson.play.Ideas;
import darkroom.lesson.play.Narration;
import darkroom.lesson.play.PlayQuestions;
import darkroom.lesson.play.RaceRequest;
import darkroom.lesson.progress.NotKept;
import darkroom.lesson.progress.Refused;
import darkroom.lesson.reverse.Conversion;
import darkroom.lesson.reverse.DamageRun;
import darkroom.lesson.reverse.JumpsRun;
import darkroom.lesson.reverse.Microscope;
import darkroom.lesson.reverse.NetworkLab;
import darkroom.lesson.review.Review;
import darkroom.lesson.schedules.GroupsRun;
import darkroom.lesson.schedules.ScheduleLab;
import darkroom.lesson.schedules.ScheduleQuestions;
import darkroom.lesson.studio.ForwardRun;
import darkroom.lesson.studio.Garments;
import darkroom.lesson.studio.OwnPicture;
import darkroom.lesson.studio.Pictures;
import darkroom.lesson.studio.ReverseRun;
import darkroom.lesson.studio.RunRequest;
import darkroom.lesson.studio.Studio;
import darkroom.lesson.text.Checks;
import darkroom.lesson.web.BadRequest;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Query;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * What the page asks the engine. Answers are JSON; runs are streams of records, one JSON object a line, sent as the
 * library makes them. A reader that goes away ends its run.
 */
final class Api {

    /** After so many milliseconds without a record it is found out whether somebody still reads. */
    private static final int BREATH = 700;

    /** A random name that a page gives itself. */
    private static final Pattern PAGE = Pattern.compile("[A-Za-z0-9-]{8,64}");

    private static final int EXAMPLES = 9;

    /** The parts whose core lab can be done without a question. */
    private static final int FORWARD = 2;

    private static final int PLAYGROUND = 6;

    private final Engine engine;
    private final Studio studio;
    private final Checks checks;
    private final QuestionDesk questions;
    private final Receipts receipts;
    private final Trainings trainings;

    Api(Engine engine, Studio studio, Checks checks, QuestionDesk questions, Receipts receipts) {
        this.engine = engine;
        this.studio = studio;
        this.checks = checks;
        this.questions = questions;
        this.receipts = receipts;
        trainings = new Trainings(engine, studio);
    }

    void serve(JavalinConfig config) {
        config.routes.get("/health", this::health);
        config.routes.get("/api/about", context -> json(context, about()));
        config.routes.get("/api/levels", context -> json(context, Levels.table(Studio.SCHEDULE)));
        config.routes.get("/api/forward", context -> json(context, forward(query(context))));
        config.routes.get("/api/points", context -> json(context, ForwardLab.points(query(context), engine)));
        config.routes.get("/api/walk", context -> json(context, ForwardLab.walk(query(context), engine)));
        config.routes.get("/api/kinds", context -> json(context, kinds(query(context))));
        config.routes.get("/api/examples", context -> json(context, examples(query(context))));
        config.routes.get("/api/check", context -> json(context, checks.asked(query(context))));
        Review review = new Review(engine);
        config.routes.get("/api/review", context -> json(context, review.asked(query(context))));
        config.routes.get("/api/review/answer", context -> json(context, review.judged(query(context))));
        config.routes.get("/api/schedule", context -> json(context, ScheduleLab.one(query(context))));
        config.routes.get("/api/schedules", context -> json(context, ScheduleLab.all(query(context))));
        config.routes.get("/api/schedule/drawn", context -> json(context, ScheduleLab.drawn(query(context))));
        config.routes.get("/api/groups", context -> stream(context, GroupsRun.asked(query(context))));
        config.routes.get(
                "/api/groups/three", context -> stream(context, ScheduleQuestions.threeGroups(query(context))));
        config.routes.get(
                "/api/ideas/patterns", context -> stream(context, PlayQuestions.bothPatterns(query(context), studio)));
        config.routes.get("/api/journey/noise", context -> look(context, NoiseLab.look(query(context), engine)));
        config.routes.get("/api/journey/pairs", context -> look(context, PairsLab.look(query(context), engine)));
        config.routes.get("/api/journey/twice", context -> stream(context, TwiceRun.asked(query(context), studio)));
        config.routes.get("/api/journey/samples", context -> stream(context, SamplesRun.asked(query(context), studio)));
        config.routes.get(
                "/api/journey/guidance", context -> stream(context, GuidanceRun.asked(query(context), studio)));
        config.routes.get("/api/training", context -> stream(context, trainings.asked(query(context))));
        config.routes.get(
                "/api/training/schedules", context -> stream(context, trainings.twoSchedules(query(context))));
        config.routes.get("/api/training/targets", context -> stream(context, trainings.targets(query(context))));
        config.routes.get("/api/conversion", context -> json(context, Conversion.look(query(context), engine, studio)));
        config.routes.post("/api/training/steer", context -> json(context, trainings.steered(query(context))));
        config.routes.get("/api/half", this::half);
        config.routes.get("/api/run", this::run);
        config.routes.get("/api/jumps", this::jumps);
        config.routes.get("/api/microscope", context -> json(context, Microscope.look(query(context), engine, studio)));
        config.routes.get("/api/microscope/levels", context -> json(context, Microscope.levels()));
        config.routes.get("/api/network", context -> json(context, NetworkLab.outline(studio)));
        config.routes.get(
                "/api/network/look", context -> json(context, NetworkLab.look(query(context), engine, studio)));
        config.routes.get(
                "/api/network/attention",
                context -> json(context, NetworkLab.attention(query(context), engine, studio)));
        config.routes.get("/api/network/damage", this::damage);
        config.routes.get("/api/race", context -> stream(context, RaceRequest.race(query(context), studio)));
        config.routes.get("/api/race/batch", context -> stream(context, RaceRequest.batch(query(context), studio)));
        config.routes.get("/api/ideas/half", context -> stream(context, Ideas.halfWay(query(context), studio)));
        config.routes.get("/api/ideas/inverse", context -> stream(context, Ideas.inverse(query(context), studio)));
        config.routes.get("/api/ideas/twice", context -> stream(context, Ideas.twice(query(context), studio)));
        config.routes.post("/api/return", context -> comeBack(context, ReturnRun::new));
        config.routes.post("/api/return/depths", context -> comeBack(context, DepthsRun::new));
        config.routes.post("/api/inversion", this::invert);
    }

    private static Query query(Context context) {
        return new Query(context::queryParam, reader(context));
    }

    /**
     * Whose turns a request takes: a learner's, or else a page's at an address. Whoever makes up names gets more turns than
     * one reader; without names many readers behind one address could not be told apart.
     */
    private static String reader(Context context) {
        return Learners.secret(context).orElseGet(() -> {
            String page = context.header("X-Reader");
            return context.ip() + (page != null && PAGE.matcher(page).matches() ? " " + page : "");
        });
    }

    private void health(Context context) {
        String trouble = engine.trouble().isEmpty() ? studio.trouble() : engine.trouble();
        context.status(trouble.isEmpty() ? 200 : 503);
        json(
                context,
                Json.object()
                        .put("status", trouble.isEmpty() ? "ready" : "not ready")
                        .put("reason", trouble));
    }

    private ObjectNode about() {
        ObjectNode json = studio.describe();
        ArrayNode patterns = json.putArray("patterns");
        Pictures.LABELS.forEach(patterns::add);
        ArrayNode garments = json.putArray("garmentKinds");
        if (studio.garments().there()) {
            Garments.LABELS.forEach(garments::add);
        }
        ArrayNode clouds = json.putArray("clouds");
        ForwardLab.clouds().forEach(clouds::add);
        json.putObject("exact")
                .put("pictures", Pictures.SET_OF_EACH * Pictures.LABELS.size())
                .put("ofEach", Pictures.SET_OF_EACH)
                .put("seed", Pictures.SET_SEED);
        json.set("narration", Narration.all());
        json.put("size", Pictures.SIZE).put("units", Json.UNITS).put("timesteps", Studio.SCHEDULE.timesteps());
        return json;
    }

    /** A picture of each kind, of one seed. */
    private ObjectNode kinds(Query query) {
        long seed = query.seed("picture", 1);
        ObjectNode json = Json.object();
        ObjectNode pictures = json.putObject("pictures");
        for (String kind : Pictures.LABELS) {
            pictures.put(kind, Json.pixels(Pictures.of(kind, seed)));
        }
        if (studio.garments().there()) {
            for (String kind : Garments.LABELS) {
                pictures.put(
                        kind, Json.pixels(studio.garments().chosen(kind, seed).pixels()));
            }
        }
        return json;
    }

    /** Pictures of a kind, or of all: those of the exact denoiser's set, or the first that the model learned from. */
    private ObjectNode examples(Query query) {
        Pictures.Choice picture = Pictures.chosen(query, studio.garments());
        String of = query.oneOf("of", "training", List.of("training", "set"));
        Batch batch = of.equals("set") && !Garments.has(picture)
                ? Pictures.set()
                : studio.seen(picture).get();
        int most = of.equals("set") ? batch.labels().length : EXAMPLES;
        ObjectNode json = Json.object().put("of", of);
        ArrayNode pixels = json.putArray("pictures");
        for (int i = 0; i < batch.labels().length && pixels.size() < most; i++) {
            if (picture.label() < 0 || batch.labels()[i] == picture.label()) {
                pixels.add(Json.pixels(Pictures.at(batch, i)));
            }
        }
        return json;
    }

    /** A picture to add noise to. Where nothing can be asked about it, looking at it is the core lab. */
    private ObjectNode forward(Query query) {
        ObjectNode json = ForwardLab.picture(query, engine, studio.garments());
        return studio.classifierIfAny() == null ? receipts.give(json, FORWARD) : json;
    }

    private void half(Context context) {
        Query query = query(context);
        Pictures.Choice picture = Pictures.chosen(query);
        if (picture.label() < 0) {
            throw new BadRequest("The classifier can only be asked about a kind of pattern that it knows.");
        }
        long seed = query.seed("noise", 1);
        studio.classifier();
        stream(context, () -> new HalfRun(picture, seed, studio));
    }

    private void run(Context context) {
        RunRequest request = RunRequest.of(query(context), studio.garments());
        if (!request.forward() && request.maker() == RunRequest.Maker.LEARNED) {
            studio.learned();
        }
        stream(
                context,
                () -> request.forward() ? new ForwardRun(request) : new ReverseRun(request, studio),
                record -> receipts.onEnd(record, PLAYGROUND));
    }

    private void jumps(Context context) {
        Query query = query(context);
        RunRequest.Maker maker = RunRequest.maker(query);
        Pictures.Choice picture = Pictures.chosen(query);
        long seed = query.seed("seed", 1);
        if (picture.kind().equals(Pictures.DRAWN)) {
            throw new BadRequest("A kind of pattern can be asked for here, a drawing cannot.");
        }
        if (maker == RunRequest.Maker.LEARNED) {
            studio.learned();
        }
        stream(context, () -> new JumpsRun(maker, picture, seed, studio));
    }

    private void damage(Context context) {
        DamageRun asked = DamageRun.asked(query(context), studio);
        stream(context, () -> asked);
    }

    private void comeBack(Context context, BiFunction<ReturnRequest, Studio, Engine.Work> run) {
        ReturnRequest request = ReturnRequest.of(query(context), context.bodyAsBytes(), studio.garments());
        studio.learned();
        stream(context, () -> run.apply(request, studio));
    }

    private void invert(Context context) {
        Query query = query(context);
        Pictures.Choice picture = OwnPicture.chosen(query, context.bodyAsBytes(), studio.garments());
        boolean asked = query.oneOf("label", "yes", List.of("yes", "no")).equals("yes");
        int steps = Integer.parseInt(query.oneOf("steps", "25", InversionRun.STEPS));
        studio.learned();
        stream(context, () -> new InversionRun(picture, asked, steps, studio));
    }

    private void stream(Context context, Supplier<Engine.Work> opener) {
        stream(context, opener, UnaryOperator.identity());
    }

    /** Sends a run's records, each as it is marked and judged. */
    private void stream(Context context, Supplier<Engine.Work> opener, UnaryOperator<byte[]> marked) {
        Optional<Settling> settling = questions.settling(context.path(), query(context));
        Ticket ticket = engine.submit(reader(context), opener);
        context.disableCompression()
                .contentType("application/x-ndjson")
                .header("Cache-Control", "no-store")
                .header("X-Accel-Buffering", "no");
        try {
            OutputStream out = context.res().getOutputStream();
            byte[] record;
            while ((record = ticket.take(BREATH)) != Ticket.END) {
                // Writing to nobody fails, so an empty line finds out.
                out.write(record == null ? new byte[] {'\n'} : judged(settling, marked.apply(record)));
                out.flush();
            }
        } catch (IOException e) {
            // The reader went away: nobody is left to tell.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ticket.cancel();
        }
    }

    /** A record as it goes out. The response has begun, so that a failure to keep the verdict is said in a record. */
    private static byte[] judged(Optional<Settling> settling, byte[] record) {
        try {
            return settling.isPresent() ? settling.get().judged(record) : record;
        } catch (NotKept | Refused e) {
            Failures.log("A guess was not settled", e);
            return Json.line(Json.object()
                    .put("type", "error")
                    .put("message", "The server cannot keep what was found now; guess again in a moment."));
        }
    }

    /** Answers with what was measured, and settles the guess that the request names. */
    private void look(Context context, ObjectNode json) {
        json(
                context,
                questions
                        .settling(context.path(), query(context))
                        .map(settling -> settling.judged(json))
                        .orElse(json));
    }

    private static void json(Context context, ObjectNode json) {
        context.contentType("application/json")
                .header("Cache-Control", "no-store")
                .result(Json.bytes(json));
    }
}
