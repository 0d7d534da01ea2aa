package darkroom.lesson.learner;

import java.util.List;
import java.util.ServiceLoader;

/**
 * What a part of the lesson brings along: the addresses that its experiments ask, and its questions. A room declares
 * itself in {@code META-INF/services}; nothing else lists what it has.
 */
public interface Room {

    /** Opens the addresses that the part's experiments ask. */
    void open(Routes routes);

    /** The questions that the part asks. */
    default List<Question> questions() {
        return List.of();
    }

    /** How many questions of the part's core lab have to be settled for it to be done. */
    default int enough() {
        return 1;
    }

    /** The rooms that there are, in the order in which they are declared. */
    static List<Room> all() {
        return ServiceLoader.load(Room.class, Room.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }
}
