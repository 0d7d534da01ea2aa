package darkroom.lesson.reverse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.lesson.web.Json;
import darkroom.model.MistakenTime;
import darkroom.model.Model;
import darkroom.network.Outline;
import darkroom.network.Outline.Skip;
import darkroom.sample.Denoiser;
import darkroom.torch.Watcher;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The network as it is, with one skip cut, or told a wrong t. Used on the engine's thread. */
final class Damaged {

    /** By how many of a thousand timesteps it is told wrong. */
    static final List<Integer> WRONG = List.of(-300, -100, -30, 30, 100, 300);

    /** The network as it is. */
    static final String UNTOUCHED = "untouched";

    private final Model model;
    private final String id;
    private final @Nullable Skip cut;
    private final int by;

    private Damaged(Model model, String id, @Nullable Skip cut, int by) {
        this.model = model;
        this.id = id;
        this.cut = cut;
        this.by = by;
    }

    /** The network as it is, then with each skip cut in turn, then told each wrong t. */
    static List<Damaged> all(Model model) {
        List<Damaged> all = new ArrayList<>();
        all.add(new Damaged(model, UNTOUCHED, null, 0));
        Outline.of(model.network()).skips().forEach(skip -> all.add(new Damaged(model, skip.into(), skip, 0)));
        WRONG.forEach(by -> all.add(new Damaged(model, told(by), null, by)));
        return List.copyOf(all);
    }

    /** The name of a network that is told wrong by so much; one with a cut skip has the name of the part it led into. */
    static String told(int by) {
        return "t" + by;
    }

    String id() {
        return id;
    }

    /** What was done, for the page. */
    ObjectNode describe() {
        ObjectNode json = Json.object().put("id", id);
        if (cut != null) {
            json.put("from", cut.from()).put("into", cut.into());
        }
        return by == 0 ? json : json.put("by", by);
    }

    /** The network as a denoiser. */
    Denoiser denoiser() {
        if (cut != null) {
            return model.denoiser(Watcher.cutting(cut.into()));
        }
        double off = by * model.objective().schedule().timesteps() / 1000.0;
        return by == 0 ? model.denoiser() : new MistakenTime(model.denoiser(), model.objective(), off);
    }
}
