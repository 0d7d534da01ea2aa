package darkroom.lesson.next;

import darkroom.lesson.engine.Engine;
import darkroom.lesson.learner.Question;
import darkroom.lesson.learner.Room;
import darkroom.lesson.learner.Routes;
import darkroom.lesson.studio.Studio;
import java.util.List;

/** Part 8's pages: pictures as latents. */
public final class NextRoom implements Room {

    @Override
    public List<Question> questions() {
        return NextQuestions.ALL;
    }

    @Override
    public void open(Routes routes) {
        Engine engine = routes.engine();
        Studio studio = routes.studio();
        routes.answer("/api/next/latents", query -> LatentsLab.look(query, engine, studio));
        routes.run("/api/next/latents/lost", query -> LatentsRun.asked(query, studio));
    }
}
