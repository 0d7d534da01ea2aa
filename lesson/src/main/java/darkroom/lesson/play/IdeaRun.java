package darkroom.lesson.play;

import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.lesson.engine.SampledWork;
import darkroom.lesson.studio.Source;
import darkroom.lesson.web.Json;
import darkroom.sample.SamplingRun;
import java.util.List;

/** Some runs of the library one after the other, and at their end what was found of them all. */
final class IdeaRun extends SampledWork {

    /** What is found of runs that have made their steps. */
    interface Finding {

        void tell(ObjectNode json, List<SamplingRun> runs);
    }

    private final Source source;
    private final List<SamplingRun> runs;
    private final int until;
    private final ObjectNode known;
    private final Finding finding;
    private int at;

    /**
     * Runs and what is asked of them.
     *
     * @param source who says what the clean picture is; this work's to close
     * @param runs this work's to close
     * @param until after how many steps each stops
     * @param known what is told before the first step
     */
    IdeaRun(Source source, List<SamplingRun> runs, int until, ObjectNode known, Finding finding) {
        this.source = source;
        this.runs = List.copyOf(runs);
        this.until = until;
        this.known = known;
        this.finding = finding;
    }

    @Override
    protected ObjectNode start() {
        return known.put("type", "start");
    }

    @Override
    protected boolean more() {
        return at < runs.size();
    }

    @Override
    protected ObjectNode end() {
        ObjectNode json = Json.object().put("type", "end");
        finding.tell(json, runs);
        return json;
    }

    @Override
    protected SamplingRun advancing() {
        return runs.get(at);
    }

    @Override
    protected ObjectNode advanced(long nanoseconds) {
        SamplingRun run = runs.get(at);
        int made = at * until + run.index();
        at += run.index() == until ? 1 : 0;
        return Json.object().put("type", "step").put("made", made).put("of", runs.size() * until);
    }

    @Override
    public void close() {
        runs.forEach(SamplingRun::close);
        source.close();
    }
}
