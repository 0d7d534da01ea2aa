package darkroom.lesson.journey;

import darkroom.lesson.engine.Engine;
import darkroom.lesson.learner.Question;
import darkroom.lesson.learner.Room;
import darkroom.lesson.learner.Routes;
import darkroom.lesson.studio.Studio;
import java.util.List;

/** Part 5: the whole way from pairs of noise and picture to a picture that was asked for. */
public final class JourneyRoom implements Room {

    @Override
    public List<Question> questions() {
        return JourneyQuestions.ALL;
    }

    /** Half of the journey's steps, in any order. */
    @Override
    public int enough() {
        return 3;
    }

    @Override
    public void open(Routes routes) {
        Engine engine = routes.engine();
        Studio studio = routes.studio();
        routes.look("/api/journey/noise", query -> NoiseLab.look(query, engine));
        routes.look("/api/journey/pairs", query -> PairsLab.look(query, engine));
        routes.run("/api/journey/twice", query -> TwiceRun.asked(query, studio));
        routes.run("/api/journey/samples", query -> SamplesRun.asked(query, studio));
        routes.run("/api/journey/guidance", query -> GuidanceRun.asked(query, studio));
        Trainings trainings = new Trainings(engine, studio);
        routes.training("/api/training", trainings::asked);
        routes.training("/api/training/lines", LinesRun::asked);
        routes.answer("/api/journey/lines", query -> LinesRun.known(query, engine));
        routes.run("/api/journey/heart", query -> HeartRun.asked(query, studio));
        routes.answer("/api/journey/drawings", query -> HeartRun.known(query, engine, studio));
        routes.change("/api/training/steer", trainings::steered);
    }
}
