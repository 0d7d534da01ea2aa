package darkroom.lesson.journey;

import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.data.Examples;
import darkroom.lesson.measure.Spread;
import darkroom.lesson.web.Words;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What was measured of the samples under one scale of guidance, sample by sample: two scales that started from the same
 * noises are compared noise by noise.
 *
 * @param right 1 for each sample that is recognised as what was asked for, 0 for another
 * @param away how far each lies from the mean of real pictures
 * @param spread the mean distance of two of them
 * @param spreads the same without each of them in turn
 */
record Guided(double[] right, double[] away, double spread, double[] spreads) {

    /** A change from one scale to another, as a share, and how much of it chance can make: twice its standard error. */
    record Change(double by, double within) {

        /** For the page: what changed, whether it is more than chance makes, and in percent of how many digits that shows. */
        void put(ObjectNode json) {
            json.put("by", by)
                    .put("within", within)
                    .put("sure", Math.abs(by) > within)
                    .put("digits", Words.digits(100 * Math.abs(by), 100 * within, 0));
        }
    }

    /** At least three samples. */
    static Guided of(List<float[]> samples, double[] right, float[] middle) {
        int count = samples.size();
        double[] sums = new double[count];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < i; j++) {
                double apart = Examples.distance(samples.get(i), samples.get(j));
                sums[i] += apart;
                sums[j] += apart;
            }
        }
        double pairs = IntStream.range(0, count).mapToDouble(i -> sums[i] / 2).sum();
        double[] without = IntStream.range(0, count)
                .mapToDouble(i -> (pairs - sums[i]) / ((count - 1) * (count - 2) / 2.0))
                .toArray();
        double[] away = samples.stream()
                .mapToDouble(one -> Examples.distance(one, middle))
                .toArray();
        return new Guided(right, away, pairs / (count * (count - 1) / 2.0), without);
    }

    /** By how much the share that is recognised changes from another scale to this one. */
    Change rightFrom(Guided other) {
        return paired(right, other.right);
    }

    /** By which share of what real pictures have the distance from their mean changes. */
    Change awayFrom(Guided other, double real) {
        Change change = paired(away, other.away);
        return new Change(change.by / real, change.within / real);
    }

    /** By which share the mean distance of two samples changes. */
    Change spreadFrom(Guided other) {
        double[] ratios = IntStream.range(0, spreads.length)
                .mapToDouble(i -> spreads[i] / other.spreads[i])
                .toArray();
        return new Change(spread / other.spread - 1, Spread.SURE * Spread.jackknife(ratios));
    }

    private static Change paired(double[] now, double[] before) {
        double[] changes = IntStream.range(0, now.length)
                .mapToDouble(i -> now[i] - before[i])
                .toArray();
        return new Change(Spread.mean(changes), Spread.chance(changes));
    }
}
