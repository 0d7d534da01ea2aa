package darkroom.lesson.journey;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.data.Neighbours;
import darkroom.exact.Normal;
import darkroom.lesson.engine.Engine;
import darkroom.lesson.measure.Histogram;
import darkroom.lesson.measure.Samples;
import darkroom.lesson.studio.Frames;
import darkroom.lesson.studio.Pictures;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.Query;

/** The journey's first step: a sample of N(0, 1), a number for each pixel, beside a picture. */
public final class NoiseLab {

    private NoiseLab() {}

    /** Both, each with its mean, variance, histogram and how its neighbours go together. */
    public static ObjectNode look(Query query, Engine engine) {
        Pictures.Choice picture = Samples.kind(query);
        long seed = query.seed("noise", 1);
        float[] noise = engine.aside(() -> Samples.noise(seed, Pictures.PIXELS));
        ObjectNode json = Json.object().put("withinOne", Normal.between(-1, 1));
        json.set("noise", measured(noise));
        json.set("picture", measured(picture.pixels()));
        ArrayNode middles = json.putArray("middles");
        for (int bin = 0; bin < Histogram.BINS; bin++) {
            middles.add(Histogram.middle(bin));
        }
        json.set("normal", Histogram.normal());
        return json;
    }

    private static ObjectNode measured(float[] pixels) {
        double mean = Frames.mean(pixels), deviation = Frames.deviation(pixels, mean);
        ObjectNode json = Json.object()
                .put("mean", mean)
                .put("variance", deviation * deviation)
                .put("withinOne", within(pixels, 1))
                .put("correlation", Neighbours.correlation(pixels, Pictures.SIZE))
                .put("lightToo", Neighbours.lightToo(pixels, Pictures.SIZE))
                .put("x", Json.pixels(pixels));
        json.set("histogram", Histogram.shares(pixels));
        return json;
    }

    private static double within(float[] values, double reach) {
        int count = 0;
        for (float value : values) {
            count += Math.abs(value) < reach ? 1 : 0;
        }
        return (double) count / values.length;
    }
}
