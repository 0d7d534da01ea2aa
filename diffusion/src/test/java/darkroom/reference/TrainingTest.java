package darkroom.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.train.ExponentialMovingAverage;
import darkroom.train.LearningRateSchedule;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrainingTest {

    static Stream<JsonNode> learningRates() {
        return Reference.list(Reference.read("training.json").get("learning_rates"));
    }

    @ParameterizedTest
    @MethodSource("learningRates")
    void learningRatesGoAsTheReferences(JsonNode reference) {
        LearningRateSchedule schedule =
                LearningRateSchedule.valueOf(reference.get("name").asText().toUpperCase(Locale.ROOT));
        int warmUp = reference.get("warm_up").asInt(),
                total = reference.get("total").asInt();
        double[] factors = Reference.doubles(reference.get("factors"));
        for (int iteration = 0; iteration < factors.length; iteration++) {
            assertEquals(
                    factors[iteration], schedule.factor(iteration, warmUp, total), 1e-12, "iteration " + iteration);
        }
    }

    static Stream<JsonNode> averages() {
        return Reference.list(Reference.read("training.json").get("averages"));
    }

    @ParameterizedTest
    @MethodSource("averages")
    void averagesForgetAsTheReferences(JsonNode reference) {
        ExponentialMovingAverage average = new ExponentialMovingAverage(
                reference.get("decay").asDouble(),
                reference.get("inv_gamma").asDouble(),
                reference.get("power").asDouble(),
                reference.get("update_after_step").asInt());
        long[] updates = Reference.longs(reference.get("updates"));
        double[] decays = Reference.doubles(reference.get("decays"));
        for (int i = 0; i < updates.length; i++) {
            assertEquals(decays[i], average.decayAt(updates[i]), 1e-12, "update " + updates[i]);
        }
    }
}
