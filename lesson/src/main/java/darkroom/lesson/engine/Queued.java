package darkroom.lesson.engine;

import darkroom.lesson.web.Json;
import darkroom.lesson.web.Unavailable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A training that begins when the budget has room for it; until then its reader is told how many are before it. */
public final class Queued implements Engine.Work {

    private final TrainingBudget.Place place;
    private final Supplier<? extends Engine.Work> opener;
    private volatile Engine.@Nullable Work training;
    private volatile int told = -1;

    public Queued(TrainingBudget.Place place, Supplier<? extends Engine.Work> opener) {
        this.place = place;
        this.opener = opener;
    }

    @Override
    public boolean ready() {
        Engine.Work going = training;
        return place.lost() || (going == null ? place.before() != told : going.ready());
    }

    @Override
    public byte @Nullable [] next() {
        if (place.lost()) {
            throw new Unavailable("You have begun another training, so this one was ended.");
        }
        Engine.Work going = training;
        if (going == null) {
            told = place.before();
            if (told > 0) {
                return Json.line(
                        Json.object().put("type", "waiting").put("before", told).put("training", true));
            }
            going = opener.get();
            training = going;
        }
        return going.next();
    }

    @Override
    public void close() {
        place.close();
        Engine.Work going = training;
        if (going != null) {
            going.close();
        }
    }
}
