package darkroom.lesson.field;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.guide.ClassifierFree;
import darkroom.guide.Condition;
import darkroom.lesson.engine.Engine;
import darkroom.lesson.measure.Spread;
import darkroom.lesson.studio.Studio;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Query;
import darkroom.sample.Clipping;
import darkroom.sample.Samplers;
import darkroom.sample.Sampling;
import darkroom.sample.SeededNoise;
import darkroom.schedule.Spacing;
import java.util.List;
import java.util.function.Supplier;

/**
 * Guidance, seen: one crowd of starts, asked to be of one of three groups with more and more guidance, and where its ends
 * lie along the line that leads from the origin through the group.
 */
final class GuidedRun extends WaysRun {

    /** The scales W. */
    static final List<Integer> SCALES = List.of(0, 1, 2, 6);

    private static final int CROWD = 400;
    private static final int STEPS = 80;

    private final int label;
    private final Plane own;

    private GuidedRun(int label, long seed) {
        super(Plane.groups());
        this.label = label;
        own = plane.part(label);
        float[] starts = CrowdRun.starts(seed, CROWD);
        for (int scale : SCALES) {
            Sampling sampling = new Sampling(
                    denoiser,
                    Samplers.named("ddim"),
                    new Spacing.Trailing().grid(Studio.SCHEDULE, STEPS),
                    Condition.labels(label),
                    new ClassifierFree(scale),
                    Clipping.NONE);
            ways.add(new Way(Integer.toString(scale), Studio.SCHEDULE, sampling, SeededNoise.of(seed), starts));
        }
    }

    /** What a request asks for by {@code group} (its label) and {@code seed}. */
    static Supplier<Engine.Work> asked(Query query) {
        int label = (int) query.whole("group", 0, 0, 2);
        long seed = query.seed("seed", 1);
        return () -> new GuidedRun(label, seed);
    }

    @Override
    protected ObjectNode end() {
        double[] data = outward(own.points());
        double centre = Spread.mean(data);
        ObjectNode json = Json.object()
                .put("type", "end")
                .put("walkers", CROWD)
                .put("centre", centre)
                .put("width", Spread.deviation(data))
                .put("chance", own.chance(CROWD));
        ArrayNode each = json.putArray("scales");
        for (int i = 0; i < SCALES.size(); i++) {
            float[] ends = ways.get(i).ends();
            double[] reached = outward(ends);
            each.addObject()
                    .put("scale", SCALES.get(i))
                    .put("outward", Spread.mean(reached))
                    .put("within", Spread.chance(reached))
                    .put("width", Spread.deviation(reached))
                    .put("inGroup", inGroup(ends))
                    .put("away", own.away(ends));
        }
        return json;
    }

    /** How far each of some points lies along the line from the origin through the group. */
    private double[] outward(float[] points) {
        double x = 0, y = 0;
        for (int i = 0; i < own.points().length; i += 2) {
            x += own.points()[i];
            y += own.points()[i + 1];
        }
        double norm = Math.hypot(x, y);
        double[] along = new double[points.length / 2];
        for (int i = 0; i < along.length; i++) {
            along[i] = (points[2 * i] * x + points[2 * i + 1] * y) / norm;
        }
        return along;
    }

    /** The share of points that are likelier to be of the group than of any other. */
    private double inGroup(float[] points) {
        int count = 0;
        for (int i = 0; i < points.length; i += 2) {
            count += plane.likeliest(points[i], points[i + 1]) == label ? 1 : 0;
        }
        return count / (points.length / 2.0);
    }
}
