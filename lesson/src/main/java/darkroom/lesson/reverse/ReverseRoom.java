package darkroom.lesson.reverse;

import darkroom.lesson.engine.Engine;
import darkroom.lesson.learner.Question;
import darkroom.lesson.learner.Room;
import darkroom.lesson.learner.Routes;
import darkroom.lesson.studio.Pictures;
import darkroom.lesson.studio.RunRequest;
import darkroom.lesson.studio.Source;
import darkroom.lesson.studio.Studio;
import darkroom.lesson.web.BadRequest;
import darkroom.lesson.web.Query;
import java.util.List;
import java.util.function.Supplier;

/** Part 4: the way back from noise, and the network that walks it. */
public final class ReverseRoom implements Room {

    @Override
    public List<Question> questions() {
        return ReverseQuestions.ALL;
    }

    @Override
    public void open(Routes routes) {
        Engine engine = routes.engine();
        Studio studio = routes.studio();
        routes.run(
                "/api/jumps",
                query -> walks(query, studio, (source, label, seed) -> new JumpsRun(source, label, seed, studio)));
        routes.run(
                "/api/jumps/known",
                query -> walks(query, studio, (source, label, seed) -> new Walks(source, seed, 1, JumpsRun.KNOWN)));
        routes.run("/api/running", RunningRun::asked);
        routes.answer("/api/derived/known", query -> DerivedStep.asked(query).known());
        routes.look("/api/derived", query -> DerivedStep.asked(query).derived(engine));
        routes.answer(
                "/api/microscope", query -> Microscope.asked(query, studio).look(query.reader(), engine));
        routes.answer("/api/microscope/levels", query -> Microscope.levels());
        routes.run("/api/microscope/noises", query -> Microscope.asked(query, studio)::oldAndFresh);
        routes.answer("/api/network", query -> NetworkLab.outline(studio));
        routes.answer("/api/network/look", query -> NetworkLab.look(query, engine, studio));
        routes.answer("/api/network/attention", query -> NetworkLab.attention(query, engine, studio));
        routes.run("/api/network/damage", query -> {
            DamageRun asked = DamageRun.asked(query, studio);
            return () -> asked;
        });
        routes.answer("/api/conversion", query -> Conversion.look(query, engine, studio));
        routes.training("/api/training/targets", ReverseRoom::targets);
    }

    /** Made of who removes the noise, what is asked for, and the seed of the noise. */
    private interface Walking {

        Walks of(Source source, int label, long seed);
    }

    private static Supplier<Engine.Work> walks(Query query, Studio studio, Walking walking) {
        RunRequest.Maker maker = RunRequest.maker(query);
        Pictures.Choice picture = Pictures.chosen(query);
        long seed = query.seed("seed", 1);
        if (picture.kind().equals(Pictures.DRAWN)) {
            throw new BadRequest("A kind of pattern can be asked for here, a drawing cannot.");
        }
        if (maker == RunRequest.Maker.LEARNED) {
            studio.learned();
        }
        return () -> walking.of(Source.of(maker, picture, studio), picture.label(), seed);
    }

    /** Three networks that differ in what they predict, by {@code updates} and {@code seed}. */
    private static Supplier<Engine.Work> targets(Query query) {
        int updates = (int) query.whole("updates", 150, 1, 500);
        long seed = query.seed("seed", 1);
        return () -> new TargetsRun(updates, seed);
    }
}
