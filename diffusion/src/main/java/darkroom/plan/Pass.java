package darkroom.plan;

import darkroom.torch.LoneThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A network's pass, recorded for one shape of what it is told. Of several rows each thread has a plan for its share, two at least unless they
 * are large, and runs it by itself; a single row has one plan, whose steps all threads share. So no small row of several is computed as a single
 * one is, whose last bits differ.
 */
final class Pass implements AutoCloseable {

    private static final int FEWEST = 2;

    /** A sample of so many numbers is worth a thread of its own. */
    private static final long LARGE = 4096;

    private final List<Plan> plans;
    private final List<Band> shares;
    private final boolean byLoneThreads;

    private Pass(List<Plan> plans, List<Band> shares, boolean byLoneThreads) {
        this.plans = plans;
        this.shares = shares;
        this.byLoneThreads = byLoneThreads;
    }

    /**
     * Records a pass.
     *
     * @param record lays out a plan for some shapes, in a thread that computes by itself
     */
    static Pass of(Shapes shapes, Function<Shapes, Plan> record) {
        int rows = shapes.rows(), threads = Math.min(shapes.threads(), LoneThreads.count());
        if (threads == 1) {
            return new Pass(List.of(record.apply(shapes)), Band.of(rows, 1), false);
        }
        if (rows == 1) {
            Plan shared = LoneThreads.call(() -> record.apply(shapes.by(threads)));
            return new Pass(List.of(shared), Band.of(1, 1), false);
        }
        List<Band> shares = shares(rows, threads, shapes.numbers() < LARGE ? FEWEST : 1);
        List<Plan> plans = new ArrayList<>();
        try {
            for (Band share : shares) {
                plans.add(LoneThreads.call(() -> record.apply(shapes.forOneThread(share.count()))));
            }
        } catch (RuntimeException | Error e) {
            plans.forEach(Plan::close);
            throw e;
        }
        return new Pass(plans, shares, true);
    }

    /** Of few rows, some are computed by two threads: that costs no time, and one row by itself would come out otherwise. */
    private static List<Band> shares(int rows, int threads, int fewest) {
        int count = Math.min(threads, (rows + fewest - 1) / fewest);
        return Band.of(rows, count).stream()
                .map(band -> {
                    long first = Math.min(band.first(), rows - fewest);
                    return Band.between(first, Math.max(first + fewest, band.end()));
                })
                .toList();
    }

    /** Runs it; the outputs in float32. */
    Tensor run(Asked asked) {
        long[] shape = plans.get(0).shape();
        shape[0] = shares.get(shares.size() - 1).end();
        Tensor output = torch.empty(shape);
        if (!byLoneThreads) {
            plans.get(0).run(asked, output);
            return output;
        }
        List<Runnable> tasks = new ArrayList<>();
        for (int i = 0; i < plans.size(); i++) {
            Band share = shares.get(i);
            Plan plan = plans.get(i);
            Asked some = asked.rows(share.first(), share.count());
            Tensor to = output.narrow(0, share.first(), share.count());
            tasks.add(() -> plan.run(some, to));
        }
        LoneThreads.runAll(tasks);
        return output;
    }

    /** The most rows that a thread has a plan of its own for; all rows where the threads share one plan. */
    long rowsOfOne() {
        return shares.get(shares.size() - 1).count();
    }

    /** The shortest time of each kind of step of the last plan in several rounds, in milliseconds. */
    Map<String, Double> profile(int rounds) {
        Plan last = plans.get(plans.size() - 1);
        return byLoneThreads ? LoneThreads.call(() -> last.profile(rounds)) : last.profile(rounds);
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
