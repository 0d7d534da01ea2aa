package darkroom.lesson.next;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.guide.Condition;
import darkroom.lesson.measure.Samples;
import darkroom.lesson.studio.SceneModels;
import darkroom.lesson.web.Json;
import darkroom.model.TextToImage;
import darkroom.objective.Objective;
import darkroom.sample.SamplingRun;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.torch.Watcher;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** Pictures that a model draws from sentences, each from a noise of its own, as they come out of it. */
final class Drawing implements AutoCloseable {

    private final TextToImage model;
    private final Objective objective;
    /** Holds what the network is told until all is drawn. */
    private final Scope.Lasting held = new Scope.Lasting();

    private final Condition.Encoded told;
    private final Condition.Encoded nothing;
    private final SamplingRun run;

    /**
     * A drawing at its first step.
     *
     * @param seed of the noises
     * @param scale of guidance; 1 for none
     */
    Drawing(TextToImage model, List<String> sentences, long seed, int steps, double scale) {
        this.model = model;
        var plan = model.scheduler().plan(steps);
        objective = plan.objective();
        told = held.call(() -> encoded(sentences));
        nothing = held.call(() -> model.prompts().nothing(SceneModels.SIZE, SceneModels.SIZE));
        long[] latents = model.sampleShape();
        run = held.call(() -> model.sampling(plan, told, nothing, scale)
                .start(Samples.noise(seed, 0, sentences.size()), sentences.size(), latents[0], latents[1], latents[2]));
    }

    private Condition.Encoded encoded(List<String> sentences) {
        return model.prompts().encode(sentences, SceneModels.SIZE, SceneModels.SIZE);
    }

    /** The steps that are made. */
    SamplingRun run() {
        return run;
    }

    /** Lets someone look on while the network is asked once about the samples as they are now, without guidance. */
    void watched(Watcher watcher) {
        Scope.run(() -> {
            new NoGradGuard();
            model.denoiser(objective, nothing, watcher).output(run.x(), run.level(), told);
        });
    }

    /**
     * How much of what the network predicts of a single sample, as it is now, hangs on each of some words: the difference at each place, root mean
     * square over the channels, when the word's tokens are told as those of no text.
     *
     * @param words the places of each one's tokens, from the start token's 0
     */
    List<float[]> effects(List<int[]> words) {
        return Scope.call(
                () -> {
                    new NoGradGuard();
                    int rows = words.size() + 1;
                    Tensor tokens = told.tokens().repeat(rows, 1, 1);
                    for (int word = 0; word < words.size(); word++) {
                        for (int token : words.get(word)) {
                            tokens.select(0, word + 1)
                                    .select(0, token)
                                    .copy_(nothing.tokens().select(0, 0).select(0, token));
                        }
                    }
                    Tensor output = run.sampling()
                            .denoiser()
                            .output(
                                    run.x().repeat(rows, 1, 1, 1),
                                    run.level(),
                                    new Condition.Encoded(tokens, null, Map.of()));
                    Tensor whole = output.narrow(0, 0, 1);
                    return IntStream.range(1, rows)
                            .mapToObj(row -> Tensors.floats(output.narrow(0, row, 1)
                                    .sub(whole)
                                    .square()
                                    .mean(1)
                                    .sqrt()))
                            .toList();
                },
                kept -> Stream.empty());
    }

    /** The decoded pictures: before the end what the model expects of them, [3, 64, 64] each in [-1, 1]. */
    List<float[]> pictures() {
        float[] all = Scope.call(
                () -> {
                    Tensor latents =
                            run.done() ? run.x() : run.past().get(0).estimate().x0();
                    return Tensors.floats(Tensors.clamped(model.codec().decode(latents), 1));
                },
                kept -> Stream.empty());
        int length = 3 * SceneModels.SIZE * SceneModels.SIZE;
        return Stream.iterate(0, at -> at < all.length, at -> at + length)
                .map(at -> Arrays.copyOfRange(all, at, at + length))
                .toList();
    }

    /** A record of how far it is, with the pictures. */
    ObjectNode record(List<float[]> pictures) {
        ObjectNode json = Json.object()
                .put("type", "step")
                .put("index", run.index())
                .put("steps", run.grid().size());
        ArrayNode all = json.putArray("pictures");
        pictures.forEach(picture -> all.add(Json.colours(picture)));
        return json;
    }

    @Override
    public void close() {
        run.close();
        held.close();
    }
}
