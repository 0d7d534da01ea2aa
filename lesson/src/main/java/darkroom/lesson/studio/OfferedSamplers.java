package darkroom.lesson.studio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.lesson.web.BadRequest;
import darkroom.lesson.web.Query;
import darkroom.sample.Samplers;
import java.util.List;

/** The library's samplers, offered to the page and taken from it by name; links from before keep their names. */
public final class OfferedSamplers {

    /** The lesson's networks learned no variance. */
    public static final List<String> NAMES = Samplers.forAnyNetwork();

    private static final String USUAL = "ddim";

    private OfferedSamplers() {}

    /** What people call each, and the names that some had before. */
    public static void describe(ObjectNode json) {
        ObjectNode samplers = json.putObject("samplers");
        NAMES.forEach(name ->
                samplers.putObject(name).put("title", Samplers.ALL.title(name)).put("about", Samplers.ALL.about(name)));
        Samplers.ALL.renamed().forEach(json.putObject("formerSamplers")::put);
    }

    /**
     * The name of the sampler that a query asks for, as it is now.
     *
     * @throws BadRequest when there is none of this name
     */
    static String sampler(Query query) {
        String now = Samplers.ALL.renamed().get(query.text("sampler", USUAL));
        return now == null ? query.oneOf("sampler", USUAL, NAMES) : now;
    }
}
