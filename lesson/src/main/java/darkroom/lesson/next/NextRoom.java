package darkroom.lesson.next;

import darkroom.lesson.engine.Engine;
import darkroom.lesson.learner.Question;
import darkroom.lesson.learner.Room;
import darkroom.lesson.learner.Routes;
import darkroom.lesson.studio.Studio;
import java.util.List;

/** Part 8's pages: pictures as latents, from words, and as patches. */
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
        routes.run("/api/next/words", query -> WordsRun.asked(query, studio));
        routes.answer("/api/next/pair/examples", PairRun::examples);
        routes.run("/api/next/pair", query -> PairRun.asked(query, studio));
        routes.run("/api/next/scales", query -> ScalesRun.asked(query, studio));
        routes.answer("/api/next/transformers", query -> TransformerLab.look(query, engine, studio));
        routes.run("/api/next/transformers/groups", query -> TransformerRun.asked(query, studio));
        routes.run("/api/next/transformers/twins", query -> TwinsRun.asked(query, studio));
    }
}
