package darkroom.lesson.review;

import darkroom.lesson.learner.Room;
import darkroom.lesson.learner.Routes;

/** Part 7: exercises whose answers the server computes. */
public final class ReviewRoom implements Room {

    @Override
    public void open(Routes routes) {
        Review review = new Review(routes.engine());
        routes.answer("/api/review", review::asked);
        routes.answer("/api/review/answer", review::judged);
    }
}
