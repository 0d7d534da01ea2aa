package darkroom.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.model.Sheet;
import darkroom.plan.Engine;
import darkroom.sample.SamplingRun;
import java.io.IOException;
import java.util.Map;

/** What is sampled: a model, with what it is asked for and how. */
interface Subject {

    /** The model's name. */
    String name();

    /** How it is sampled. */
    Course course();

    /** What shows its samples. */
    Sheet sheet();

    /** A run at its first step, for the caller to close. */
    SamplingRun start(Seeding seeding) throws IOException;

    /** What the file of a picture says of how it was drawn, by keyword. */
    default Map<String, String> texts(Seeding seeding) {
        return Map.of();
    }

    /** Writes down what it is asked for. */
    void note(ObjectNode json);

    /** Which engine computed the last evaluation. */
    Engine engine();
}
