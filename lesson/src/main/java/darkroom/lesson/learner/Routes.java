package darkroom.lesson.learner;

import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.lesson.engine.Engine;
import darkroom.lesson.engine.Failures;
import darkroom.lesson.engine.Queued;
import darkroom.lesson.engine.Ticket;
import darkroom.lesson.engine.TrainingBudget;
import darkroom.lesson.progress.NotKept;
import darkroom.lesson.progress.Refused;
import darkroom.lesson.studio.Studio;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Query;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The addresses that the page asks. Answers are JSON; runs are streams of records, one JSON object a line, sent as the
 * library makes them. A reader that goes away ends its run.
 */
public final class Routes {

    /** After so many milliseconds without a record it is found out whether somebody still reads. */
    private static final int BREATH = 700;

    /** A random name that a page gives itself. */
    private static final Pattern PAGE = Pattern.compile("[A-Za-z0-9-]{8,64}");

    private final JavalinConfig config;
    private final Engine engine;
    private final Studio studio;
    private final QuestionDesk questions;
    private final Receipts receipts;
    private final TrainingBudget budget = new TrainingBudget();

    public Routes(JavalinConfig config, Engine engine, Studio studio, QuestionDesk questions, Receipts receipts) {
        this.config = config;
        this.engine = engine;
        this.studio = studio;
        this.questions = questions;
        this.receipts = receipts;
    }

    /** What computes. */
    public Engine engine() {
        return engine;
    }

    /** The models, and what they learned from. */
    public Studio studio() {
        return studio;
    }

    /** What core labs without a question are done with. */
    public Receipts receipts() {
        return receipts;
    }

    /** An address that answers at once. */
    public void answer(String path, Function<Query, ObjectNode> answer) {
        config.routes.get(path, context -> json(context, answer.apply(query(context))));
    }

    /** An address that changes something. */
    public void change(String path, Function<Query, ObjectNode> answer) {
        config.routes.post(path, context -> json(context, answer.apply(query(context))));
    }

    /** An address that answers at once with what was measured, which settles the guess that the request names. */
    public void look(String path, Function<Query, ObjectNode> look) {
        config.routes.get(path, context -> {
            ObjectNode json = look.apply(query(context));
            json(
                    context,
                    questions
                            .settling(context.path(), query(context))
                            .map(settling -> settling.judged(json))
                            .orElse(json));
        });
    }

    /** The address of a run. */
    public void run(String path, Function<Query, Supplier<Engine.Work>> run) {
        run(path, run, UnaryOperator.identity());
    }

    /** The address of a run whose records are marked before they go out. */
    public void run(String path, Function<Query, Supplier<Engine.Work>> run, UnaryOperator<byte[]> marked) {
        config.routes.get(path, context -> stream(context, run.apply(query(context)), marked));
    }

    /** The address of a run of a picture that the reader sends. */
    public void runOfPicture(String path, BiFunction<Query, byte[], Supplier<Engine.Work>> run) {
        config.routes.post(
                path,
                context -> stream(context, run.apply(query(context), context.bodyAsBytes()), UnaryOperator.identity()));
    }

    /** The address of a training, which begins when the budget for trainings has room for it. */
    public void training(String path, Function<Query, Supplier<Engine.Work>> training) {
        run(path, query -> {
            Supplier<Engine.Work> work = training.apply(query);
            return () -> new Queued(budget.enter(query.reader()), work);
        });
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

    /** Answers with JSON that is not to be kept. */
    public static void json(Context context, ObjectNode json) {
        context.contentType("application/json")
                .header("Cache-Control", "no-store")
                .result(Json.bytes(json));
    }
}
