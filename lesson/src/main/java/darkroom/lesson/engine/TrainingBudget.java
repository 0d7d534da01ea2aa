package darkroom.lesson.engine;

import darkroom.lesson.web.Unavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How much training the lesson affords: so many networks at once, so many more in line, so many updates and minutes for
 * each. A reader has one training; a new one takes the place of the last.
 */
public final class TrainingBudget {

    /** How many networks train at once. */
    public static final int AT_ONCE = 2;

    /** How many more may wait. */
    public static final int IN_LINE = 32;

    /** The most updates of a run. */
    public static final int UPDATES = 2000;

    /** The longest that a run may take, pauses and the turns of others included. */
    public static final Duration LONGEST = Duration.ofMinutes(15);

    /** How long a paused training keeps its place. */
    public static final Duration PAUSE = Duration.ofMinutes(3);

    private final List<Place> places = new ArrayList<>();

    /** A training's place, in front of the line or in it. */
    public final class Place implements AutoCloseable {

        private final String reader;

        private Place(String reader) {
            this.reader = reader;
        }

        /** How many must end before it may begin; 0 when it may. */
        public int before() {
            synchronized (TrainingBudget.this) {
                return Math.max(0, places.indexOf(this) - AT_ONCE + 1);
            }
        }

        /** Whether a newer training of the same reader has taken it. */
        public boolean lost() {
            synchronized (TrainingBudget.this) {
                return !places.contains(this);
            }
        }

        @Override
        public void close() {
            synchronized (TrainingBudget.this) {
                places.remove(this);
            }
        }
    }

    /**
     * A place for a reader's training.
     *
     * @throws Unavailable when too many wait already
     */
    public synchronized Place enter(String reader) {
        places.removeIf(place -> place.reader.equals(reader));
        if (places.size() >= AT_ONCE + IN_LINE) {
            throw new Unavailable(AT_ONCE + " networks are in training and " + IN_LINE
                    + " more wait for their turn; try again in a few minutes.");
        }
        Place place = new Place(reader);
        places.add(place);
        return place;
    }
}
