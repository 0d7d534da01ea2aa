package darkroom.lesson.learner;

import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.lesson.certificate.Certificate;
import darkroom.lesson.certificate.Edition;
import darkroom.lesson.certificate.NotGenuine;
import darkroom.lesson.certificate.QrCode;
import darkroom.lesson.certificate.SignedCertificate;
import darkroom.lesson.certificate.SigningKey;
import darkroom.lesson.certificate.VerifyingKey;
import darkroom.lesson.progress.Completion;
import darkroom.lesson.web.BadRequest;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Posted;
import darkroom.lesson.web.Unavailable;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Issues certificates of what the server itself saw done, and verifies them. It keeps nothing but the key. */
public final class CertificateDesk {

    private static final System.Logger LOG = System.getLogger(CertificateDesk.class.getName());
    private static final String ORIGIN = "https?://[A-Za-z0-9.:\\[\\]-]{1,200}";

    private final Optional<Path> data;
    private final Function<Context, Optional<Completion>> completion;
    private final SigningKey passing = SigningKey.passing();

    /**
     * @param data the folder in which the key lies, or will; without one the key ends with the lesson
     * @param completion what the learner of a request did; empty before completion
     */
    public CertificateDesk(Optional<Path> data, Function<Context, Optional<Completion>> completion) {
        this.data = data;
        this.completion = completion;
    }

    public void serve(JavalinConfig config) {
        config.routes.get("/certificate/key", this::key);
        config.routes.get("/api/certificate", context -> json(context, state(context)));
        config.routes.post("/api/certificate", context -> json(context, issued(context)));
        config.routes.get(
                "/api/verify",
                context -> json(context, verdict(() -> {
                    String code = context.queryParam("c");
                    return SignedCertificate.ofCode(code == null ? "" : code);
                })));
        config.routes.post("/api/verify", context -> {
            byte[] file = Posted.body(context, SignedCertificate.LARGEST);
            json(context, verdict(() -> SignedCertificate.ofFile(file)));
        });
    }

    private void key(Context context) {
        context.contentType("application/x-pem-file")
                .header("Cache-Control", "no-store")
                .header("Content-Disposition", "attachment; filename=\"darkroom-key.pem\"")
                .result(key().open().pem());
    }

    private ObjectNode state(Context context) {
        ObjectNode json = Json.object();
        Optional<Completion> done = completion.apply(context);
        json.put("complete", done.isPresent()).put("keyKept", data.isPresent());
        done.ifPresent(what -> describe(json, certificate("?", what)));
        return json;
    }

    private ObjectNode issued(Context context) {
        Completion done = completion
                .apply(context)
                .orElseThrow(() -> new BadRequest(
                        "A certificate is for the whole lesson: mark it as complete on the progress page first."));
        SignedCertificate signed = key().sign(certificate(
                Certificate.nameOf(new String(Posted.body(context, SignedCertificate.LARGEST), StandardCharsets.UTF_8)),
                done));
        String link = origin(context) + "/verify?c=" + signed.code();
        QrCode code = QrCode.of(link);
        ObjectNode json = Json.object().put("file", signed.file()).put("link", link);
        json.putObject("code").put("size", code.size()).put("path", code.path());
        describe(json, signed.certificate());
        return json;
    }

    private Certificate certificate(String name, Completion done) {
        return new Certificate(
                Edition.SECOND,
                name,
                LocalDate.ofInstant(done.completed(), ZoneId.systemDefault()),
                done.checksPassed(),
                done.rightAtFirstTry(),
                done.experiments(),
                done.predictions(),
                done.surprises(),
                key().open().fingerprint());
    }

    private ObjectNode verdict(Supplier<SignedCertificate> given) {
        try {
            SignedCertificate signed = given.get();
            key().open().verify(signed);
            ObjectNode json = Json.object().put("genuine", true).put("file", signed.file());
            describe(json, signed.certificate());
            return json;
        } catch (NotGenuine e) {
            return Json.object().put("genuine", false).put("why", e.getMessage());
        }
    }

    private static void describe(ObjectNode to, Certificate certificate) {
        to.putObject("says")
                .put("name", certificate.name())
                .put("date", certificate.date().toString())
                .put("checksPassed", certificate.checksPassed())
                .put("rightAtFirstTry", certificate.rightAtFirstTry())
                .put("experiments", certificate.experiments())
                .put("predictions", certificate.predictions())
                .put("surprises", certificate.surprises())
                .put("key", VerifyingKey.inGroups(certificate.key()));
    }

    private SigningKey key() {
        try {
            return data.isPresent() ? SigningKey.in(data.get()) : passing;
        } catch (IOException | IllegalStateException e) {
            LOG.log(System.Logger.Level.ERROR, "No certificate can be signed or verified: " + e.getMessage());
            throw new Unavailable("This server's key for certificates cannot be read or made; its log says why.");
        }
    }

    /** Where the learner sees this server; behind a proxy that is not where it listens. */
    private static String origin(Context context) {
        String origin = context.header("Origin");
        return origin != null && origin.matches(ORIGIN) ? origin : context.scheme() + "://" + context.host();
    }

    private static void json(Context context, ObjectNode json) {
        context.contentType("application/json")
                .header("Cache-Control", "no-store")
                .result(Json.bytes(json));
    }
}
