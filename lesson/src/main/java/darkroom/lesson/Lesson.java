package darkroom.lesson;

import darkroom.lesson.engine.Engine;
import darkroom.lesson.learner.CertificateDesk;
import darkroom.lesson.learner.Learners;
import darkroom.lesson.learner.ProgressDesk;
import darkroom.lesson.learner.QuestionDesk;
import darkroom.lesson.learner.Receipts;
import darkroom.lesson.learner.Room;
import darkroom.lesson.learner.Routes;
import darkroom.lesson.progress.NotKept;
import darkroom.lesson.progress.Progress;
import darkroom.lesson.progress.Refused;
import darkroom.lesson.progress.Store;
import darkroom.lesson.studio.Studio;
import darkroom.lesson.text.Checks;
import darkroom.lesson.text.LessonText;
import darkroom.lesson.text.Pages;
import darkroom.lesson.text.TextMistakes;
import darkroom.lesson.web.Assets;
import darkroom.lesson.web.BadRequest;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Unavailable;
import darkroom.lesson.web.WebJars;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The running lesson: a web server, and the engine behind it. */
public final class Lesson implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Lesson.class.getName());
    private static final String A_YEAR = "public, max-age=31536000, immutable";
    /** Each run that works or waits holds one of the server's threads; so many are left for everything else. */
    private static final int THREADS_TO_SPARE = 64;

    private static final String ASK_AGAIN = "no-cache";

    private final LessonSettings settings;
    private final Engine engine = new Engine();
    private final Assets assets = new Assets();
    private final Checks checks;
    private final Pages pages;
    private final Store store;
    private final Javalin server;

    private Lesson(LessonSettings settings, LessonText text, Store store) {
        this.settings = settings;
        this.store = store;
        checks = new Checks(text);
        pages = new Pages(text, checks);
        Progress progress = new Progress(store, checks.parts(), ProgressDesk.LABS);
        Learners learners = new Learners(progress);
        Receipts receipts = new Receipts();
        ProgressDesk desk = new ProgressDesk(progress, learners, receipts, checks, pages.parts());
        QuestionDesk questions = new QuestionDesk(progress, learners);
        Studio studio = new Studio(engine, settings.models(), settings.threads());
        server = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.startupWatcherEnabled = false;
            config.http.maxRequestSize = 1 << 16;
            config.jetty.threadPool = new QueuedThreadPool(Engine.MOST + THREADS_TO_SPARE);
            config.jetty.host = settings.host();
            config.jetty.port = settings.port();
            config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
            serve(config);
            Routes routes = new Routes(config, engine, studio, questions, receipts);
            new Api(engine, studio, checks).serve(config, routes);
            Room.all().forEach(room -> room.open(routes));
            questions.serve(config);
            desk.serve(config);
            new CertificateDesk(settings.data(), desk::completion).serve(config);
        });
    }

    /**
     * Starts the lesson; it answers when this returns, and its models load meanwhile.
     *
     * @throws IllegalStateException when the address cannot be listened on
     * @throws IllegalArgumentException when progress cannot be kept where the settings say
     * @throws TextMistakes when the text of the settings' folder is not sound, with all that is wrong
     */
    public static Lesson start(LessonSettings settings) {
        Lesson lesson = new Lesson(settings, LessonText.of(settings.text()), store(settings));
        try {
            lesson.server.start();
            if (settings.database().isPresent()) {
                lesson.store.await();
            } else {
                // The folder is known to be writable; the first page need not wait for more.
                lesson.store.begin();
            }
            return lesson;
        } catch (NotKept e) {
            lesson.close();
            throw new IllegalArgumentException(e.getMessage(), e);
        } catch (RuntimeException e) {
            lesson.close();
            throw new IllegalStateException(
                    "The lesson cannot listen on " + settings.host() + ", port " + settings.port()
                            + ": is another one running there, or is the address not this machine's?",
                    e);
        }
    }

    /**
     * Writes the text that ships into a folder, for a teacher to edit.
     *
     * @throws IllegalArgumentException when the folder has something in it already
     */
    public static void writeText(Path folder) throws IOException {
        LessonText.write(folder);
    }

    /** The port that it listens on. */
    public int port() {
        return server.port();
    }

    /** The address to open in a browser. */
    public String url() {
        String host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
        return "http://" + host + ":" + port() + "/";
    }

    private void serve(JavalinConfig config) {
        config.routes.before(context -> context.header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .header("Content-Security-Policy", pages.policy())
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Cross-Origin-Resource-Policy", "same-origin"));
        pages.all().forEach((path, page) -> config.routes.get("/" + path, context -> send(context, page, ASK_AGAIN)));
        config.routes.get(
                "/page/<file>", context -> send(context, "/lesson/page/", context.pathParam("file"), ASK_AGAIN));
        config.routes.get(
                "/programs/<file>",
                context -> send(context, "/lesson/programs/", context.pathParam("file"), ASK_AGAIN));
        config.routes.get("/webjars/<file>", context -> {
            String file = context.pathParam("file");
            send(context, WebJars.serves(file) ? WebJars.FOLDER : "/none/", file, A_YEAR);
        });
        config.routes.exception(BadRequest.class, (e, context) -> refuse(context, HttpStatus.BAD_REQUEST, e));
        config.routes.exception(
                IllegalArgumentException.class, (e, context) -> refuse(context, HttpStatus.BAD_REQUEST, e));
        config.routes.exception(Refused.class, (e, context) -> refuse(context, HttpStatus.BAD_REQUEST, e));
        config.routes.exception(NotKept.class, (e, context) -> {
            LOG.log(System.Logger.Level.ERROR, "progress cannot be kept", e);
            refuse(
                    context,
                    HttpStatus.SERVICE_UNAVAILABLE,
                    new Exception("The server cannot keep progress now; its log says why."));
        });
        config.routes.exception(Unavailable.class, (e, context) -> refuse(context, HttpStatus.SERVICE_UNAVAILABLE, e));
        config.routes.exception(Exception.class, (e, context) -> {
            LOG.log(System.Logger.Level.ERROR, context.path() + " failed", e);
            refuse(
                    context,
                    HttpStatus.INTERNAL_SERVER_ERROR,
                    new Exception("That failed on the server; its log says why."));
        });
        config.routes.error(
                HttpStatus.NOT_FOUND,
                context -> refuse(context, HttpStatus.NOT_FOUND, new Exception("There is nothing at this address.")));
    }

    private void send(Context context, String folder, String file, String caching) {
        Optional<Assets.Asset> asset = assets.find(folder, file);
        if (asset.isPresent()) {
            send(context, asset.get(), caching);
        } else {
            context.status(HttpStatus.NOT_FOUND);
        }
    }

    private static void send(Context context, Assets.Asset asset, String caching) {
        context.disableCompression()
                .header("Cache-Control", caching)
                .header("ETag", asset.tag())
                .header("Vary", "Accept-Encoding")
                .contentType(asset.type());
        if (asset.tag().equals(context.header("If-None-Match"))) {
            context.status(HttpStatus.NOT_MODIFIED);
            return;
        }
        String accepted = context.header("Accept-Encoding");
        if (asset.compressible() && accepted != null && accepted.contains("gzip")) {
            context.header("Content-Encoding", "gzip").result(asset.gzip());
        } else {
            context.result(asset.bytes());
        }
    }

    private static void refuse(Context context, HttpStatus status, Exception reason) {
        context.status(status)
                .contentType("application/json")
                .header("Cache-Control", "no-store")
                .result(Json.error(String.valueOf(reason.getMessage())));
    }

    /** How many runs are at work or wait. */
    int runs() {
        return engine.runs();
    }

    /** What computes. */
    Engine engine() {
        return engine;
    }

    private static Store store(LessonSettings settings) {
        return settings.database()
                .map(Store::at)
                .or(() -> settings.data().map(Store::in))
                .orElseGet(Store::inMemory);
    }

    /** Stops serving, closes what keeps progress and frees the models. */
    @Override
    public void close() {
        server.stop();
        store.close();
        engine.close();
    }
}
