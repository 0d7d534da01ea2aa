package darkroom.lesson.journey;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.data.Batch;
import darkroom.data.Examples;
import darkroom.lesson.engine.Engine;
import darkroom.lesson.engine.SampledWork;
import darkroom.lesson.measure.Samples;
import darkroom.lesson.studio.Pictures;
import darkroom.lesson.studio.RunRequest;
import darkroom.lesson.studio.Source;
import darkroom.lesson.studio.Studio;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Query;
import darkroom.model.PictureClassifier;
import darkroom.sample.SamplingRun;
import darkroom.sample.SamplingSettings;
import darkroom.torch.Scope;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The journey's fifth step: sixteen noises drawn from N(0, I), one kind asked for, all sampled at once. */
public final class SamplesRun extends SampledWork {

    static final int COUNT = 16;

    static final int STEPS = 25;

    private final Pictures.Choice picture;
    private final long seed;
    private final Studio studio;
    private final Source source;
    private final SamplingRun run;

    private SamplesRun(RunRequest.Maker maker, Pictures.Choice picture, long seed, Studio studio) {
        this.picture = picture;
        this.seed = seed;
        this.studio = studio;
        source = Source.of(maker, picture, studio);
        SamplingSettings settings =
                source.usual().withSampler("ddim").withSteps(STEPS).withGuidance(1);
        run = Scope.call(
                () -> settings.sampling(source.denoiser(), source.schedule(), source.condition())
                        .start(Samples.noise(seed, 0, COUNT), COUNT, 1, Pictures.SIZE, Pictures.SIZE),
                kept -> Stream.empty());
    }

    public static Supplier<Engine.Work> asked(Query query, Studio studio) {
        RunRequest.Maker maker = RunRequest.Maker.valueOf(
                query.oneOf("maker", "learned", List.of("exact", "learned")).toUpperCase(java.util.Locale.ROOT));
        Pictures.Choice picture = Samples.kind(query);
        long seed = query.seed("seed", 1);
        if (maker == RunRequest.Maker.LEARNED) {
            studio.learned();
        }
        return () -> new SamplesRun(maker, picture, seed, studio);
    }

    @Override
    protected ObjectNode start() {
        return Samples.record("step", run);
    }

    @Override
    protected boolean more() {
        return !run.done();
    }

    @Override
    protected SamplingRun advancing() {
        return run;
    }

    @Override
    protected ObjectNode advanced(long nanoseconds) {
        return start();
    }

    @Override
    protected ObjectNode end() {
        List<float[]> samples = Samples.of(run.x());
        ObjectNode json = Json.object()
                .put("type", "end")
                .put("evaluations", run.evaluations())
                .put("spread", Examples.spread(samples))
                .put("real", Samples.spreadOfReal(picture.kind(), seed, COUNT));
        Supplier<Batch> known = source.known();
        if (known != null) {
            Batch pictures = known.get();
            int[] places = Examples.places(pictures, picture.label());
            ArrayNode nearest = json.put("of", places.length).putArray("nearest");
            for (float[] sample : samples) {
                Examples.Nearest one = Examples.nearest(pictures, places, sample);
                nearest.addObject()
                        .put("distance", one.distance())
                        .put("x", Json.pixels(Pictures.at(pictures, one.place())));
            }
        }
        if (studio.describe().path("classifier").asBoolean()) {
            ArrayNode seen = json.putArray("seen");
            PictureClassifier looking = studio.classifier();
            for (float[] row : Samples.seen(looking, run.x())) {
                seen.add(looking.labels().get(Samples.likeliest(row)));
            }
        }
        return json;
    }

    @Override
    public void close() {
        run.close();
        source.close();
    }
}
