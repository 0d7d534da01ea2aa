package darkroom.plan;

import darkroom.plan.Steps.Step;
import darkroom.torch.LoneThreads;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** Threads that go through the steps of a plan side by side, see {@link Round}. */
final class Team {

    private static final double NANOSECONDS = 1e6;

    private final List<Step> steps;
    private final int threads;

    /** For some steps: as many threads as the widest of them has shares. */
    Team(List<Step> steps) {
        this.steps = steps;
        this.threads =
                steps.stream().mapToInt(step -> step.shares().size()).max().orElse(1);
    }

    /** The steps in order. */
    List<Step> steps() {
        return steps;
    }

    /** Goes through the steps once; a single thread is the one that calls. */
    void run() {
        if (threads == 1) {
            steps.forEach(Step::run);
            return;
        }
        Round round = new Round(steps, threads);
        LoneThreads.runTogether(IntStream.range(0, threads)
                .<BooleanSupplier>mapToObj(member -> () -> round.take(member))
                .toList());
    }

    /** The shortest time of each kind of step in several rounds, in milliseconds: from the end of the step before to its own. */
    Map<String, Double> profile(int rounds) {
        AtomicLongArray ends = new AtomicLongArray(steps.size());
        List<Step> timed = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            int place = i;
            List<Runnable> shares = step.shares().stream()
                    .<Runnable>map(share -> () -> {
                        share.run();
                        ends.accumulateAndGet(place, System.nanoTime(), Math::max);
                    })
                    .toList();
            timed.add(new Step(step.kind(), step.implementation(), shares, step.follows()));
        }
        Team team = new Team(timed);
        double[] shortest = new double[steps.size()];
        Arrays.fill(shortest, Double.MAX_VALUE);
        for (int round = 0; round < rounds; round++) {
            long last = System.nanoTime();
            team.run();
            for (int i = 0; i < shortest.length; i++) {
                long end = ends.getAndSet(i, Long.MIN_VALUE);
                shortest[i] = Math.min(shortest[i], (end - last) / NANOSECONDS);
                last = end;
            }
        }
        Map<String, Double> kinds = new TreeMap<>();
        for (int i = 0; i < shortest.length; i++) {
            kinds.merge(steps.get(i).kind(), shortest[i], Double::sum);
        }
        return kinds;
    }
}
