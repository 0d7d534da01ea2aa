package darkroom.lesson.drown;

import darkroom.lesson.engine.Engine;
import darkroom.lesson.learner.Question;
import darkroom.lesson.learner.Room;
import darkroom.lesson.learner.Routes;
import darkroom.lesson.studio.OwnPicture;
import darkroom.lesson.studio.Pictures;
import darkroom.lesson.studio.Studio;
import darkroom.lesson.web.Query;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Part 1: a picture of the reader's own goes into noise, and something comes back. */
public final class DrownRoom implements Room {

    @Override
    public List<Question> questions() {
        return DrownQuestions.ALL;
    }

    @Override
    public void open(Routes routes) {
        Studio studio = routes.studio();
        routes.runOfPicture("/api/return", (query, drawn) -> comeBack(query, drawn, studio, ReturnRun::new));
        routes.runOfPicture("/api/return/depths", (query, drawn) -> comeBack(query, drawn, studio, DepthsRun::new));
        routes.runOfPicture("/api/inversion", (query, drawn) -> invert(query, drawn, studio));
    }

    private static Supplier<Engine.Work> comeBack(
            Query query, byte[] drawn, Studio studio, BiFunction<ReturnRequest, Studio, Engine.Work> run) {
        ReturnRequest request = ReturnRequest.of(query, drawn, studio.garments());
        studio.learned();
        return () -> run.apply(request, studio);
    }

    private static Supplier<Engine.Work> invert(Query query, byte[] drawn, Studio studio) {
        Pictures.Choice picture = OwnPicture.chosen(query, drawn, studio.garments());
        boolean asked = query.oneOf("label", "yes", List.of("yes", "no")).equals("yes");
        int steps = Integer.parseInt(query.oneOf("steps", "25", InversionRun.STEPS));
        studio.learned();
        return () -> new InversionRun(picture, asked, steps, studio);
    }
}
