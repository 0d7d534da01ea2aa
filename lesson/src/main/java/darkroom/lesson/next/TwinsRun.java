package darkroom.lesson.next;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.lesson.engine.Engine;
import darkroom.lesson.engine.SampledWork;
import darkroom.lesson.measure.Samples;
import darkroom.lesson.studio.Pictures;
import darkroom.lesson.studio.Studio;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Query;
import darkroom.model.Model;
import darkroom.model.PictureClassifier;
import darkroom.sample.SamplingRun;
import darkroom.torch.Scope;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A transformer and a U-Net that trained for as long draw a kind from the same noises, each as its folder says, step by step. */
final class TwinsRun extends SampledWork {

    /** From so many noises. */
    static final int COUNT = 4;

    private final Studio studio;
    private final Map<String, SamplingRun> runs = new LinkedHashMap<>();

    private TwinsRun(Pictures.Choice picture, long seed, Studio studio) {
        this.studio = studio;
        runs.put("dit", begun(studio.transformer().loaded().model(), picture.label(), seed));
        runs.put("unet", begun(studio.transformer().twin(), picture.label(), seed));
    }

    /** By {@code pattern} and {@code seed}, which draws the noises. */
    static Supplier<Engine.Work> asked(Query query, Studio studio) {
        Pictures.Choice picture = Samples.kind(query);
        long seed = query.seed("seed", 1);
        return () -> new TwinsRun(picture, seed, studio);
    }

    private static SamplingRun begun(Model model, int label, long seed) {
        return Scope.call(
                () -> model.sampling(model.settings(), Studio.asked(label))
                        .start(Samples.noise(seed, 0, COUNT), COUNT, 1, Pictures.SIZE, Pictures.SIZE),
                kept -> Stream.empty());
    }

    @Override
    protected ObjectNode start() {
        return shown();
    }

    private ObjectNode shown() {
        ObjectNode json = Json.object().put("type", "step");
        runs.forEach((name, run) -> {
            json.put("index", run.index()).put("steps", run.grid().size());
            Samples.put(json, name, Samples.of(run.x()));
        });
        return json;
    }

    @Override
    protected boolean more() {
        return !advancing().done();
    }

    /** The run that has made the fewer steps. */
    @Override
    protected SamplingRun advancing() {
        return runs.values().stream()
                .min(Comparator.comparingInt(SamplingRun::index))
                .orElseThrow();
    }

    /** A step is told when both have made it. */
    @Override
    protected @Nullable ObjectNode advanced(long nanoseconds) {
        return runs.values().stream().mapToInt(SamplingRun::index).distinct().count() > 1 ? null : shown();
    }

    /** What the classifier takes the pictures for, where there is one. */
    @Override
    protected ObjectNode end() {
        ObjectNode json = Json.object().put("type", "end"), seen = json.putObject("seen");
        PictureClassifier looking = studio.classifierIfAny();
        if (looking != null) {
            runs.forEach((name, run) -> {
                ArrayNode kinds = seen.putArray(name);
                for (float[] row : Samples.seen(looking, run.x())) {
                    kinds.add(looking.labels().get(Samples.likeliest(row)));
                }
            });
        }
        return json;
    }

    @Override
    public void close() {
        runs.values().forEach(SamplingRun::close);
    }
}
