package darkroom.lesson.forward;

import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.lesson.engine.Engine;
import darkroom.lesson.learner.Question;
import darkroom.lesson.learner.Room;
import darkroom.lesson.learner.Routes;
import darkroom.lesson.studio.HalfRun;
import darkroom.lesson.studio.Pictures;
import darkroom.lesson.studio.Studio;
import darkroom.lesson.web.BadRequest;
import darkroom.lesson.web.Query;
import java.util.List;
import java.util.function.Supplier;

/** Part 2: noise is added to a picture and to points. */
public final class ForwardRoom implements Room {

    private static final int PART = 2;

    @Override
    public List<Question> questions() {
        return ForwardQuestions.ALL;
    }

    @Override
    public void open(Routes routes) {
        Engine engine = routes.engine();
        routes.answer("/api/forward", query -> picture(query, routes));
        routes.answer("/api/points", query -> ForwardLab.points(query, engine));
        routes.answer("/api/walk", query -> ForwardLab.walk(query, engine));
        routes.run("/api/half", query -> half(query, routes.studio()));
    }

    /** A picture to add noise to. Where nothing can be asked about it, looking at it is the core lab. */
    private static ObjectNode picture(Query query, Routes routes) {
        Studio studio = routes.studio();
        ObjectNode json = ForwardLab.picture(query, routes.engine(), studio.garments());
        return studio.classifierIfAny() == null ? routes.receipts().give(json, PART) : json;
    }

    private static Supplier<Engine.Work> half(Query query, Studio studio) {
        Pictures.Choice picture = Pictures.chosen(query);
        if (picture.label() < 0) {
            throw new BadRequest("The classifier can only be asked about a kind of pattern that it knows.");
        }
        long seed = query.seed("noise", 1);
        studio.classifier();
        return () -> new HalfRun(picture, seed, studio);
    }
}
