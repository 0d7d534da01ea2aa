package darkroom.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.diffusers.scheduler.Plan;
import darkroom.guide.Condition;
import darkroom.model.Sheet;
import darkroom.model.TextToImage;
import darkroom.plan.Engine;
import darkroom.sample.Sampling;
import darkroom.sample.SamplingRun;
import darkroom.text.Prompts;
import darkroom.torch.Scope;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.NoGradGuard;

/**
 * A model that is asked by texts.
 *
 * @param sampling of the model by the course
 * @param memory holds the encoded texts
 */
record Texted(TextToImage model, Course.Scheduled course, TextRequest asked, Sampling sampling, Scope.Lasting memory)
        implements Subject, AutoCloseable {

    /**
     * A model with what it is asked for.
     *
     * @throws IllegalArgumentException when it draws no such size, or its scheduler cannot be followed so
     */
    static Texted of(TextToImage model, Course.Scheduled course, TextRequest asked) {
        int height = asked.height(), width = asked.width();
        model.sampleShape(height, width);
        Given given = asked.given();
        Plan plan = given == null
                ? course.plan()
                : model.plan(course.scheduler(), course.steps(), course.arguments(), given.strength());
        Scope.Lasting memory = new Scope.Lasting();
        try {
            Sampling sampling = memory.call(() -> {
                Prompts prompts = model.prompts();
                Condition.Encoded without = asked.negative().isEmpty()
                        ? prompts.nothing(height, width)
                        : prompts.encode(List.of(asked.negative()), height, width);
                Condition.Encoded text = prompts.encode(List.of(asked.prompt()), height, width);
                return model.sampling(plan, text, without, course.guidance());
            });
            return new Texted(model, course, asked, sampling, memory);
        } catch (RuntimeException e) {
            memory.close();
            throw e;
        }
    }

    @Override
    public String name() {
        return model.name();
    }

    @Override
    public Sheet sheet() {
        return Sheet.ofTrueSize(model.codec(), model.codec().pictureShape(latents()));
    }

    private long[] latents() {
        return model.sampleShape(asked.height(), asked.width());
    }

    @Override
    public SamplingRun start(Seeding seeding) {
        Given given = asked.given();
        if (given == null) {
            return sampling.start(seeding.noise(), Origin.batch(seeding.count(), latents()));
        }
        return memory.call(() -> {
            new NoGradGuard();
            return given.redrawing(model, seeding, asked.height(), asked.width())
                    .start(sampling, seeding.noise(), seeding.count());
        });
    }

    @Override
    public Map<String, String> texts(Seeding seeding) {
        return Map.of(Remembered.KEYWORD, Remembered.of(this, seeding));
    }

    @Override
    public void note(ObjectNode json) {
        asked.note(json);
    }

    @Override
    public Engine engine() {
        return model.engine();
    }

    @Override
    public void close() {
        memory.close();
    }
}
