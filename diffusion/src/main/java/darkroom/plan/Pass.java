package darkroom.plan;

import darkroom.torch.LoneThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A network's pass, recorded for one shape of what it is told. Where there are at least two rows for each thread, each thread has a plan
 * for its share of the rows and runs it by itself; else all of them share one plan, step by step. So no row of several is computed
 * as a single one is, whose last bits differ.
 */
final class Pass implements AutoCloseable {

    private static final int FEWEST = 2;

    private final List<Plan> plans;
    private final List<Integer> ends;

    private Pass(List<Plan> plans, List<Integer> ends) {
        this.plans = plans;
        this.ends = ends;
    }

    /**
     * Records a pass.
     *
     * @param record lays out a plan for some shapes, to be run by as many threads as the one that calls it has
     */
    static Pass of(Shapes shapes, Function<Shapes, Plan> record) {
        int rows = shapes.rows(), shares = Math.min(shapes.threads(), LoneThreads.count());
        if (shares == 1 || rows < FEWEST * shares) {
            return new Pass(List.of(record.apply(shapes)), List.of(rows));
        }
        List<Integer> ends = IntStream.rangeClosed(1, shares)
                .mapToObj(share -> (int) ((long) rows * share / shares))
                .toList();
        List<Plan> plans = new ArrayList<>();
        try {
            for (int i = 0; i < shares; i++) {
                Shapes share = shapes.forOneThread(ends.get(i) - start(ends, i));
                plans.add(LoneThreads.call(() -> record.apply(share)));
            }
        } catch (RuntimeException | Error e) {
            plans.forEach(Plan::close);
            throw e;
        }
        return new Pass(plans, ends);
    }

    private static int start(List<Integer> ends, int share) {
        return share == 0 ? 0 : ends.get(share - 1);
    }

    /** Runs it; the outputs in float32. */
    Tensor run(Asked asked) {
        long[] shape = plans.get(0).shape();
        shape[0] = ends.get(ends.size() - 1);
        Tensor output = torch.empty(shape);
        if (plans.size() == 1) {
            plans.get(0).run(asked, output);
            return output;
        }
        List<Runnable> shares = new ArrayList<>();
        for (int i = 0; i < plans.size(); i++) {
            int from = start(ends, i), count = ends.get(i) - from;
            Plan plan = plans.get(i);
            Asked share = asked.rows(from, count);
            Tensor to = output.narrow(0, from, count);
            shares.add(() -> plan.run(share, to));
        }
        LoneThreads.runAll(shares);
        return output;
    }

    /** The most rows that a thread has a plan of its own for; all rows where the threads share one plan. */
    int rowsOfOne() {
        return ends.get(ends.size() - 1) - start(ends, ends.size() - 1);
    }

    /** The shortest time of each kind of step of the last plan in several rounds, in milliseconds. */
    Map<String, Double> profile(int rounds) {
        Plan last = plans.get(plans.size() - 1);
        return plans.size() == 1 ? last.profile(rounds) : LoneThreads.call(() -> last.profile(rounds));
    }

    /** The steps of the first plan, in order. */
    List<Steps.Step> steps() {
        return plans.get(0).steps();
    }

    /** The memory that it takes, beside the weights. */
    long bytes() {
        return plans.stream().mapToLong(Plan::bytes).sum();
    }

    @Override
    public void close() {
        plans.forEach(Plan::close);
    }
}
