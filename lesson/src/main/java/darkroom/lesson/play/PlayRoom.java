package darkroom.lesson.play;

import darkroom.lesson.engine.Engine;
import darkroom.lesson.learner.Question;
import darkroom.lesson.learner.Room;
import darkroom.lesson.learner.Routes;
import darkroom.lesson.studio.ForwardRun;
import darkroom.lesson.studio.ReverseRun;
import darkroom.lesson.studio.RunRequest;
import darkroom.lesson.studio.Studio;
import darkroom.lesson.web.Query;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Part 6, the playground: runs with any settings, races between them, and ideas to try. */
public final class PlayRoom implements Room {

    private static final int PART = 6;

    @Override
    public List<Question> questions() {
        return Stream.concat(PlayQuestions.ALL.stream(), Stream.of(RepaintRun.QUESTION))
                .toList();
    }

    @Override
    public void open(Routes routes) {
        Studio studio = routes.studio();
        routes.run(
                "/api/run",
                query -> run(query, studio),
                record -> routes.receipts().onEnd(record, PART));
        routes.answer("/api/race/known", query -> RaceRequest.known(query, routes.engine()));
        routes.run("/api/race", query -> RaceRequest.race(query, studio));
        routes.run("/api/race/batch", query -> RaceRequest.batch(query, studio));
        routes.run(RepaintRun.PATH, query -> RepaintRun.asked(query, studio));
        routes.run("/api/ideas/patterns", query -> PlayQuestions.bothPatterns(query, studio));
        routes.run("/api/ideas/half", query -> Ideas.halfWay(query, studio));
        routes.run("/api/ideas/inverse", query -> Ideas.inverse(query, studio));
        routes.run("/api/ideas/twice", query -> Ideas.twice(query, studio));
    }

    private static Supplier<Engine.Work> run(Query query, Studio studio) {
        RunRequest request = RunRequest.of(query, studio.garments());
        if (!request.forward() && request.maker() == RunRequest.Maker.LEARNED) {
            studio.learned();
        }
        return () -> request.forward() ? new ForwardRun(request) : new ReverseRun(request, studio);
    }
}
