package darkroom.lesson.field;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.exact.GaussianMixture;
import darkroom.guide.Condition;
import darkroom.lesson.engine.Engine;
import darkroom.lesson.learner.Question;
import darkroom.lesson.learner.Room;
import darkroom.lesson.learner.Routes;
import darkroom.lesson.studio.Studio;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Query;
import darkroom.sample.Row;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.List;
import java.util.stream.Stream;

/** Points in the plane, where all that a denoiser says can be drawn as arrows. */
public final class FieldRoom implements Room {

    @Override
    public List<Question> questions() {
        return FieldQuestions.ALL;
    }

    @Override
    public void open(Routes routes) {
        Engine engine = routes.engine();
        routes.answer("/api/field", query -> told(Plane.asked(query)));
        routes.answer("/api/field/look", query -> look(query, engine));
        routes.answer("/api/field/groups", query -> told(Plane.groups()));
        routes.run("/api/field/guided", GuidedRun::asked);
        routes.answer("/api/field/straight", query -> StraightRun.known(query, engine));
        routes.training("/api/training/straight", StraightRun::asked);
        routes.run("/api/field/walk", WalkRun::asked);
        routes.run("/api/field/crowd", CrowdRun::asked);
        routes.run("/api/field/solvers", SolversRun::asked);
    }

    /** The Gaussians that the page draws the field of. */
    static ObjectNode told(Plane plane) {
        ObjectNode json = Json.object()
                .put("cloud", plane.name())
                .put("deviation", Plane.DEVIATION)
                .put("points", Json.numbers(plane.points()));
        ArrayNode labels = json.putArray("labels"), parts = json.putArray("parts");
        for (int label : plane.labels()) {
            labels.add(label);
        }
        plane.parts().forEach(parts::add);
        return json;
    }

    /** What the library's exact denoiser says at a place {@code x}, {@code y} and a step {@code t}. */
    private static ObjectNode look(Query query, Engine engine) {
        Plane plane = Plane.asked(query);
        int t = (int) query.whole("t", 1, 1, Studio.SCHEDULE.timesteps());
        float x = (float) query.number("x", 0, -WalkRun.REACH, WalkRun.REACH);
        float y = (float) query.number("y", 0, -WalkRun.REACH, WalkRun.REACH);
        double[] said = engine.aside(() -> {
            try (GaussianMixture denoiser = plane.denoiser()) {
                Row row = new Row(Studio.SCHEDULE.level(t), Double.NaN, Condition.NONE);
                return Scope.call(
                        () -> Tensors.doubles(denoiser.output(Tensors.of(new double[] {x, y}, 1, 2), List.of(row))),
                        kept -> Stream.empty());
            }
        });
        return Json.object().put("x0", said[0]).put("y0", said[1]);
    }
}
