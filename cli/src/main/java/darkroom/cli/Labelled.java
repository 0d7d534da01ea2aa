package darkroom.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.guide.Condition;
import darkroom.model.Model;
import darkroom.model.Sheet;
import darkroom.plan.Engine;
import darkroom.sample.Sampling;
import darkroom.sample.SamplingRun;
import java.io.IOException;
import java.util.List;

/**
 * A model that is asked by labels, or for nothing in particular.
 *
 * @param labels what each sample is asked to be; empty when nothing is asked for
 * @param sampling of the model by the course
 */
record Labelled(Model model, Course course, List<String> labels, Origin origin, Sampling sampling) implements Subject {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A model with what it is asked for.
     *
     * @param asked the label of each sample, by number
     * @throws IllegalArgumentException when it cannot be sampled so
     */
    static Labelled of(Model model, Course course, List<Integer> asked, Origin origin) {
        Condition condition = asked.isEmpty() ? Condition.NONE : new Condition.Labels(asked);
        List<String> names = asked.stream().map(model.labels()::get).toList();
        return new Labelled(model, course, names, origin, course.of(model, condition));
    }

    @Override
    public String name() {
        return model.name();
    }

    @Override
    public Sheet sheet() {
        return new Sheet(model.codec(), model.pictureShape());
    }

    @Override
    public SamplingRun start(Seeding seeding) throws IOException {
        return origin.start(sampling, seeding, model);
    }

    @Override
    public void note(ObjectNode json) {
        json.set("labels", labels.isEmpty() ? null : JSON.valueToTree(labels));
        if (origin.picture() != null) {
            json.put("from", origin.picture().toString());
            json.put("depth", origin.depth());
        }
    }

    @Override
    public Engine engine() {
        return model.engine();
    }
}
