package darkroom.lesson.reverse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.lesson.engine.SampledWork;
import darkroom.lesson.measure.Samples;
import darkroom.lesson.studio.LaneBatch;
import darkroom.lesson.studio.Pictures;
import darkroom.lesson.studio.Source;
import darkroom.lesson.web.Json;
import darkroom.sample.SamplingRun;
import darkroom.sample.SamplingSettings;
import darkroom.sample.SeededNoise;
import darkroom.torch.Scope;
import java.util.List;
import java.util.stream.Stream;

/**
 * From noise to a clean picture by DDIM without fresh noise, in several numbers of steps, from several noises at once of
 * which the first is shown: it, and what became of it.
 */
class Walks extends SampledWork {

    /** With the scale 1 the answer is the denoiser's own: more would push it beyond what it takes the mean to be. */
    private static final double GUIDANCE = 1;

    private final Source source;
    private final List<Integer> steps;
    private final List<SamplingRun> runs;
    private int at;

    /**
     * @param source whose denoiser walks; closed with the walks
     * @param noises from how many noises, of which the seed is that of the first
     */
    Walks(Source source, long seed, int noises, List<Integer> steps) {
        this.source = source;
        this.steps = steps;
        long[] seeds = LaneBatch.shownFirst(seed, noises);
        runs = steps.stream().map(count -> begun(source, seeds, count)).toList();
    }

    private static SamplingRun begun(Source source, long[] seeds, int steps) {
        SamplingSettings settings =
                source.usual().withSampler("ddim").withSteps(steps).withGuidance(GUIDANCE);
        return Scope.call(
                () -> settings.sampling(source.denoiser(), source.schedule(), source.condition())
                        .start(SeededNoise.each(seeds), seeds.length, 1, Pictures.SIZE, Pictures.SIZE),
                kept -> Stream.empty());
    }

    /** The pictures of one of the walks as they stand. */
    final List<float[]> pictures(int walk) {
        return Samples.of(runs.get(walk).x());
    }

    @Override
    protected ObjectNode start() {
        return Json.object()
                .put("type", "start")
                .put("x", Json.pixels(pictures(0).get(0)));
    }

    @Override
    protected boolean more() {
        return at < runs.size();
    }

    @Override
    protected SamplingRun advancing() {
        return runs.get(at);
    }

    @Override
    protected ObjectNode advanced(long nanoseconds) {
        SamplingRun run = runs.get(at);
        if (!run.done()) {
            return Json.object().put("type", "step").put("index", run.index()).put("steps", steps.get(at));
        }
        return Json.object()
                .put("type", "picture")
                .put("steps", steps.get(at))
                .put("evaluations", run.evaluations())
                .put("x", Json.pixels(pictures(at++).get(0)));
    }

    @Override
    protected ObjectNode end() {
        return Json.object().put("type", "end");
    }

    @Override
    public void close() {
        runs.forEach(SamplingRun::close);
        source.close();
    }
}
