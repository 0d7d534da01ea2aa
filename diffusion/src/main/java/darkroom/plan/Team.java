package darkroom.plan;

import darkroom.plan.Steps.Step;
import darkroom.torch.LoneThreads;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Threads that go through the steps of a plan side by side: each does its share of a step, and none begins the next before all are
 * done with it.
 */
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
        run(step -> {});
    }

    private void run(Consumer<Integer> done) {
        if (threads == 1) {
            for (int i = 0; i < steps.size(); i++) {
                steps.get(i).run();
                done.accept(i);
            }
            return;
        }
        Meeting meeting = new Meeting(threads);
        LoneThreads.runTogether(IntStream.range(0, threads)
                .<Runnable>mapToObj(member -> () -> go(member, meeting, member == 0 ? done : step -> {}))
                .toList());
    }

    private void go(int member, Meeting meeting, Consumer<Integer> done) {
        try {
            for (int i = 0; i < steps.size(); i++) {
                List<Runnable> shares = steps.get(i).shares();
                if (member < shares.size()) {
                    shares.get(member).run();
                }
                if (!meeting.allHaveDone(member, i)) {
                    return;
                }
                done.accept(i);
            }
        } catch (RuntimeException | Error e) {
            meeting.callOff();
            throw e;
        }
    }

    /** The shortest time of each kind of step in several rounds, in milliseconds. */
    Map<String, Double> profile(int rounds) {
        double[] shortest = new double[steps.size()];
        Arrays.fill(shortest, Double.MAX_VALUE);
        for (int round = 0; round < rounds; round++) {
            long[] last = {System.nanoTime()};
            run(step -> {
                long now = System.nanoTime();
                shortest[step] = Math.min(shortest[step], (now - last[0]) / NANOSECONDS);
                last[0] = System.nanoTime();
            });
        }
        Map<String, Double> kinds = new TreeMap<>();
        for (int i = 0; i < shortest.length; i++) {
            kinds.merge(steps.get(i).kind(), shortest[i], Double::sum);
        }
        return kinds;
    }
}
