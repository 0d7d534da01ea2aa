package darkroom.lesson;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A race: several runs from the same noise, of which the one that has asked its denoiser least often moves next. At its end
 * it is told who came nearest to a picture of the data.
 */
final class RaceRun implements Engine.Work {

    /** Distances that differ by less are called equal. */
    static final double MARGIN = 0.02;

    private static final class Lane {
        private final ReverseRun run;
        private double away;
        private boolean ended;

        Lane(ReverseRun run) {
            this.run = run;
        }

        long evaluations() {
            return ended ? Long.MAX_VALUE : run.evaluations();
        }
    }

    private final List<Lane> lanes = new ArrayList<>();
    private boolean told;

    RaceRun(RaceRequest request, Studio studio) {
        request.lanes().forEach(lane -> lanes.add(new Lane(new ReverseRun(lane, studio))));
    }

    @Override
    public byte @Nullable [] next() {
        int number = next(lanes);
        Lane lane = lanes.get(number);
        if (lane.ended) {
            return end();
        }
        ObjectNode record = lane.run.record();
        if (record == null) {
            lane.ended = true;
            return next();
        }
        record.put("lane", number);
        if (record.path("type").asText().equals("step")) {
            lane.away = lane.run.away();
            record.put("away", lane.away);
        }
        return Json.line(record);
    }

    /** The lane with the fewest evaluations. */
    private static int next(List<Lane> lanes) {
        int least = 0;
        for (int i = 1; i < lanes.size(); i++) {
            least = lanes.get(i).evaluations() < lanes.get(least).evaluations() ? i : least;
        }
        return least;
    }

    private byte @Nullable [] end() {
        if (told) {
            return null;
        }
        told = true;
        double nearest = lanes.stream().mapToDouble(lane -> lane.away).min().orElseThrow();
        ObjectNode json = Json.object().put("type", "race").put("margin", MARGIN);
        ArrayNode winners = json.putArray("nearest"), away = json.putArray("away");
        for (int i = 0; i < lanes.size(); i++) {
            away.add(lanes.get(i).away);
            if (lanes.get(i).away <= nearest + MARGIN) {
                winners.add(i);
            }
        }
        return Json.line(json);
    }

    @Override
    public void close() {
        lanes.forEach(lane -> lane.run.close());
    }
}
