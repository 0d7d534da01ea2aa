package darkroom.lesson.play;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.lesson.engine.SampledWork;
import darkroom.lesson.measure.Spread;
import darkroom.lesson.studio.Frames;
import darkroom.lesson.studio.LaneBatch;
import darkroom.lesson.studio.ReverseRun;
import darkroom.lesson.studio.RunRequest;
import darkroom.lesson.studio.Studio;
import darkroom.lesson.web.Json;
import darkroom.sample.SamplingRun;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A race: several runs from the same noise, of which the one with the fewest evaluations moves next. Who comes
 * nearest to a picture of the data is judged over many such races, of which the others are not shown.
 */
final class RaceRun extends SampledWork {

    /** So many races are judged, each from a noise of its own that all lanes start from. */
    static final int RACES = 16;

    private static final class Lane {
        private final ReverseRun run;
        private boolean ended;

        Lane(ReverseRun run) {
            this.run = run;
        }

        long evaluations() {
            return ended ? Long.MAX_VALUE : run.evaluations();
        }
    }

    private final RaceRequest request;
    private final Studio studio;
    private final List<Lane> lanes = new ArrayList<>();
    private final List<double[]> away = new ArrayList<>();
    private @Nullable LaneBatch batch;
    /** The lane whose piece comes next. */
    private int moving;

    private int judging;

    RaceRun(RaceRequest request, Studio studio) {
        this.request = request;
        this.studio = studio;
        request.lanes().forEach(lane -> lanes.add(new Lane(new ReverseRun(lane, studio))));
    }

    @Override
    protected boolean more() {
        return judging < request.lanes().size();
    }

    @Override
    protected @Nullable SamplingRun advancing() {
        moving = next(lanes);
        Lane lane = lanes.get(moving);
        return lane.ended ? judging().run() : lane.run.step();
    }

    @Override
    protected ObjectNode advanced(long nanoseconds) {
        Lane lane = lanes.get(moving);
        return lane.ended ? judged() : told(lane.run.steppedRecord(nanoseconds));
    }

    @Override
    protected @Nullable ObjectNode otherwise() {
        Lane lane = lanes.get(moving);
        ObjectNode record = lane.run.record();
        if (record == null) {
            lane.ended = true;
            return null;
        }
        return told(record);
    }

    private ObjectNode told(ObjectNode record) {
        record.put("lane", moving);
        if (record.path("type").asText().equals("step")) {
            record.put("away", lanes.get(moving).run.away());
        }
        return record;
    }

    /** The lane with the fewest evaluations. */
    private static int next(List<Lane> lanes) {
        int least = 0;
        for (int i = 1; i < lanes.size(); i++) {
            least = lanes.get(i).evaluations() < lanes.get(least).evaluations() ? i : least;
        }
        return least;
    }

    /** The race is run; from here on many others are judged, lane by lane, none of them shown. */
    private ObjectNode judged() {
        LaneBatch now = judging();
        ObjectNode json = Json.object()
                .put("type", "judging")
                .put("lane", judging)
                .put("index", now.run().index())
                .put("steps", now.run().grid().size());
        if (now.run().done()) {
            away.add(now.away());
            judging++;
            now.close();
            batch = null;
        }
        return json;
    }

    private LaneBatch judging() {
        LaneBatch now = batch == null ? begun(request.lanes().get(judging)) : batch;
        batch = now;
        return now;
    }

    /** All races of a lane at once, that which is shown first. */
    private LaneBatch begun(RunRequest lane) {
        return new LaneBatch(lane, studio, LaneBatch.shownFirst(lane.seed(), RACES));
    }

    @Override
    protected ObjectNode end() {
        ObjectNode json = Json.object().put("type", "race").put("races", RACES);
        ArrayNode winners = json.putArray("nearest"), means = json.putArray("away"), spreads = json.putArray("spread");
        double[] best =
                away.stream().min(Comparator.comparingDouble(Spread::mean)).orElseThrow();
        for (int i = 0; i < away.size(); i++) {
            double[] lane = away.get(i);
            double[] behind = new double[lane.length];
            Arrays.setAll(behind, race -> lane[race] - best[race]);
            means.add(Spread.mean(lane));
            spreads.add(Spread.deviation(lane));
            if (Spread.mean(behind) <= Math.max(Frames.SAME, Spread.chance(behind))) {
                winners.add(i);
            }
        }
        return json;
    }

    @Override
    public void close() {
        lanes.forEach(lane -> lane.run.close());
        if (batch != null) {
            batch.close();
        }
    }
}
