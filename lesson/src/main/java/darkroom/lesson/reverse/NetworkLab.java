package darkroom.lesson.reverse;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.guide.Condition;
import darkroom.lesson.engine.Engine;
import darkroom.lesson.studio.Pictures;
import darkroom.lesson.studio.Studio;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Query;
import darkroom.model.Model;
import darkroom.network.Outline;
import darkroom.objective.Objective;
import darkroom.sample.Denoiser;
import darkroom.sample.Estimate;
import darkroom.sample.Sampling;
import darkroom.sample.SeededNoise;
import darkroom.schedule.DiscreteSchedule;
import darkroom.schedule.NoiseLevel;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.torch.Watcher;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** What the loaded network is made of, what its parts make of a noisy picture, and where its attention looks. */
public final class NetworkLab {

    private static final int USUAL_T = 400;

    private final Model model;
    private final Pictures.Choice picture;
    private final Condition asked;
    private final long seed;
    private final int t;

    private NetworkLab(Query query, Studio studio) {
        model = studio.learned();
        picture = Pictures.chosen(query);
        boolean told = query.oneOf("told", "kind", List.of("kind", "nothing")).equals("kind");
        asked = Studio.asked(told ? picture.label() : -1);
        seed = query.seed("noise", 1);
        t = (int) query.whole("t", USUAL_T, 1, model.objective().schedule().timesteps());
    }

    /** The parts and skips of the loaded network, with the signal to noise of each t that it may be told. */
    public static ObjectNode outline(Studio studio) {
        Model model = studio.learned();
        Outline outline = Outline.of(model.network());
        ObjectNode json = Json.object()
                .put("model", model.name())
                .put("classes", model.network().classEmbeddings());
        shape(json, "sample", Arrays.stream(model.sampleShape()).boxed().toList());
        ArrayNode parts = json.putArray("parts"), skips = json.putArray("skips"), decibels = json.putArray("snr");
        for (Outline.Part part : outline.parts()) {
            ObjectNode one = parts.addObject()
                    .put("name", part.name())
                    .put("heads", part.heads())
                    .put("parameters", part.parameters());
            shape(one, "shape", part.shape());
        }
        for (Outline.Skip skip : outline.skips()) {
            shape(skips.addObject().put("from", skip.from()).put("into", skip.into()), "shape", skip.shape());
        }
        DiscreteSchedule schedule = model.objective().schedule();
        for (int i = 0; i <= schedule.timesteps(); i++) {
            Json.finite(decibels, schedule.level(i).snrDecibels());
        }
        return json;
    }

    /** What each part makes of a noisy picture; of the one that {@code part} names, all of it. */
    public static ObjectNode look(Query query, Engine engine, Studio studio) {
        NetworkLab lab = new NetworkLab(query, studio);
        String whole = query.text("part", "");
        if (!whole.isEmpty()) {
            Outline.of(lab.model.network()).part(whole);
        }
        ObjectNode json = Json.object();
        ObjectNode parts = json.putObject("parts");
        return engine.call(
                query.reader(),
                () -> lab.pass(json, new Watcher() {
                    @Override
                    public Tensor part(String name, Tensor result) {
                        parts.set(name, Activations.of(result, name.equals(whole)));
                        return result;
                    }
                }));
    }

    /** Where each attention of the network looks: for each head, how much each pixel takes from each. */
    public static ObjectNode attention(Query query, Engine engine, Studio studio) {
        NetworkLab lab = new NetworkLab(query, studio);
        Outline outline = Outline.of(lab.model.network());
        ObjectNode json = Json.object();
        ArrayNode parts = json.putArray("parts");
        return engine.call(
                query.reader(),
                () -> lab.pass(json, new Watcher() {
                    @Override
                    public void attention(String name, Tensor weights) {
                        List<Long> shape = outline.part(name).shape();
                        parts.addObject()
                                .put("name", name)
                                .put("heads", weights.size(1))
                                .put("height", shape.get(1))
                                .put("width", shape.get(2))
                                .put("weights", Json.numbers(Tensors.floats(weights)));
                    }
                }));
    }

    private ObjectNode pass(ObjectNode json, Watcher watcher) {
        NoiseLevel level = model.objective().schedule().level(t);
        json.put("t", t).put("signalWeight", level.alpha()).put("noiseWeight", level.sigma());
        Json.finite(json, "snr", level.snrDecibels());
        Scope.run(() -> {
            new NoGradGuard();
            Tensor clean = Tensors.of(picture.pixels(), 1, 1, Pictures.SIZE, Pictures.SIZE);
            Tensor noise = SeededNoise.first(seed, 1, 1, Pictures.SIZE, Pictures.SIZE);
            Tensor x = Objective.noisy(clean, noise, level);
            Denoiser denoiser = model.denoiser(watcher);
            Sampling usual = model.sampling(model.settings().withGuidance(1), asked);
            Tensor output = denoiser.output(x, level, asked);
            Estimate said = Estimate.of(x, level, output, denoiser.prediction(), usual.clipping());
            json.put("x", Json.pixels(Tensors.floats(x))).put("x0", Json.pixels(Tensors.floats(said.x0())));
        });
        return json;
    }

    private static void shape(ObjectNode json, String name, List<Long> shape) {
        ArrayNode sizes = json.putArray(name);
        shape.forEach(size -> sizes.add(size.longValue()));
    }
}
