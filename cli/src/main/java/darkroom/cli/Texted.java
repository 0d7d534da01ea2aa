package darkroom.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.guide.Condition;
import darkroom.model.Sheet;
import darkroom.model.TextToImage;
import darkroom.plan.Engine;
import darkroom.sample.Sampling;
import darkroom.sample.SamplingRun;
import darkroom.text.Prompts;
import darkroom.torch.Scope;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A model that is asked by texts.
 *
 * @param negative what guidance leads away from; empty for nothing in particular
 * @param latents the shape of a sample
 * @param sampling of the model by the course
 * @param encoded holds the encoded texts
 */
record Texted(
        TextToImage model,
        Course.Scheduled course,
        String prompt,
        String negative,
        List<Long> latents,
        Sampling sampling,
        Scope.Lasting encoded)
        implements Subject, AutoCloseable {

    /**
     * A model with what it is asked for.
     *
     * @throws IllegalArgumentException when it draws no such size, or its scheduler cannot be followed so
     */
    static Texted of(
            TextToImage model, Course.Scheduled course, String prompt, String negative, int height, int width) {
        long[] latents = model.sampleShape(height, width);
        Scope.Lasting encoded = new Scope.Lasting();
        try {
            Sampling sampling = encoded.call(() -> {
                Prompts prompts = model.prompts();
                Condition.Encoded without = negative.isEmpty()
                        ? prompts.nothing(height, width)
                        : prompts.encode(List.of(negative), height, width);
                return model.sampling(
                        course.plan(), prompts.encode(List.of(prompt), height, width), without, course.guidance());
            });
            List<Long> shape = LongStream.of(latents).boxed().toList();
            return new Texted(model, course, prompt, negative, shape, sampling, encoded);
        } catch (RuntimeException e) {
            encoded.close();
            throw e;
        }
    }

    @Override
    public String name() {
        return model.name();
    }

    @Override
    public Sheet sheet() {
        return Sheet.ofTrueSize(model.codec(), pictureShape());
    }

    private long[] pictureShape() {
        return model.codec()
                .pictureShape(latents.stream().mapToLong(Long::longValue).toArray());
    }

    @Override
    public SamplingRun start(Seeding seeding) {
        return sampling.start(
                seeding.noise(),
                Origin.batch(
                        seeding.count(),
                        latents.stream().mapToLong(Long::longValue).toArray()));
    }

    @Override
    public void note(ObjectNode json) {
        long[] shape = pictureShape();
        json.put("prompt", prompt).put("negative", negative);
        json.put("width", shape[2]).put("height", shape[1]);
    }

    @Override
    public Engine engine() {
        return model.engine();
    }

    @Override
    public void close() {
        encoded.close();
    }
}
