package darkroom.lesson.schedules;

import darkroom.lesson.learner.Question;
import darkroom.lesson.learner.Room;
import darkroom.lesson.learner.Routes;
import java.util.List;

/** Part 3: how fast the noise comes. */
public final class SchedulesRoom implements Room {

    @Override
    public List<Question> questions() {
        return ScheduleQuestions.ALL;
    }

    @Override
    public void open(Routes routes) {
        routes.answer("/api/schedule", ScheduleLab::one);
        routes.answer("/api/schedules", ScheduleLab::all);
        routes.answer("/api/schedule/drawn", ScheduleLab::drawn);
        routes.run("/api/groups", GroupsRun::asked);
        routes.run("/api/groups/drawn", ScheduleQuestions::drawn);
        routes.run("/api/groups/three", ScheduleQuestions::threeGroups);
        routes.training("/api/training/schedules", query -> {
            long seed = query.seed("seed", 1);
            return () -> new TwoSchedulesRun(seed, TwoSchedulesRun.UPDATES);
        });
    }
}
