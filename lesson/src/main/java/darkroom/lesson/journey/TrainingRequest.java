package darkroom.lesson.journey;

import darkroom.lesson.engine.TrainingBudget;
import darkroom.lesson.studio.SmallNetwork;
import darkroom.lesson.web.BadRequest;
import darkroom.lesson.web.Query;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A training that a reader asks for.
 *
 * @param target what the network learns to say
 * @param rate the learning rate that it begins with
 * @param changes learning rates by the number of updates after which they were set
 * @param updates how many
 * @param seed of weights, data, levels and noise
 */
record TrainingRequest(String target, double rate, NavigableMap<Integer, Double> changes, int updates, long seed) {

    /** What a network may learn to say. */
    static final List<String> TARGETS = List.of("v_prediction", "epsilon", "sample");

    /** After so many updates the question is settled. */
    static final int SETTLED = 200;

    private static final int USUAL = 400;
    private static final double LEAST_RATE = 1e-5;
    private static final double MOST_RATE = 1;

    /** What a request asks for; {@code changes} is a list like {@code 100:0.001,200:0.0005}. */
    static TrainingRequest of(Query query) {
        NavigableMap<Integer, Double> changes = new TreeMap<>();
        for (String change : query.text("changes", "").split(",")) {
            if (change.isEmpty()) {
                continue;
            }
            if (!change.matches("\\d{1,5}:\\d(\\.\\d{1,12})?")) {
                throw new BadRequest("changes is a list of updates and learning rates like 100:0.001,200:0.0005.");
            }
            String[] pair = change.split(":");
            Query one = new Query(name -> pair[1]);
            changes.put(Integer.parseInt(pair[0]), rate(one));
        }
        return new TrainingRequest(
                query.oneOf("target", TARGETS.get(0), TARGETS),
                rate(query),
                changes,
                (int) query.whole("updates", USUAL, 1, TrainingBudget.UPDATES),
                query.seed("seed", 1));
    }

    /** The learning rate of a request. */
    static double rate(Query query) {
        return query.number("rate", SmallNetwork.RATE, LEAST_RATE, MOST_RATE);
    }
}
