package darkroom.lesson.studio;

import darkroom.lesson.web.Unavailable;
import darkroom.model.Model;
import darkroom.model.ModelFolder;
import darkroom.plan.Engine;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a model's folder holds: read when it is first asked for, on the engine's thread, and kept until it is closed there. */
final class OnDemand<T> {

    private final ModelFolder folder;
    private final Reading<T> reading;
    private final Consumer<? super T> freeing;
    private @Nullable T kept;

    OnDemand(ModelFolder folder, Reading<T> reading, Consumer<? super T> freeing) {
        this.folder = folder;
        this.reading = reading;
        this.freeing = freeing;
    }

    /**
     * A model, computed by whichever engine is faster.
     *
     * @param fits whether it is what the lesson needs
     * @param otherwise what is said of one that is not, behind "The model in ..."
     */
    static OnDemand<Model> model(ModelFolder folder, Predicate<Model> fits, String otherwise) {
        return new OnDemand<>(
                folder,
                () -> {
                    Model model = folder.read();
                    if (!fits.test(model)) {
                        model.close();
                        throw new Unavailable("The model in " + folder.path() + " " + otherwise + ".");
                    }
                    model.use(Engine.AUTO);
                    return model;
                },
                Model::close);
    }

    /**
     * It.
     *
     * @throws Unavailable when it cannot be read, saying why
     */
    T get() {
        T known = kept;
        if (known == null) {
            known = Reading.of(folder, reading);
            kept = known;
        }
        return known;
    }

    void close() {
        T known = kept;
        if (known != null) {
            freeing.accept(known);
        }
    }
}
