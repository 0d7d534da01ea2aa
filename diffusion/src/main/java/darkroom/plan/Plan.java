package darkroom.plan;

import darkroom.plan.Steps.Step;
import darkroom.torch.NativeMemory;
import darkroom.torch.Scope;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** A network's pass for one shape of samples and one precision, recorded: steps over memory that is laid out once. */
final class Plan implements AutoCloseable {

    private final Scope.Lasting natives;
    private final Inputs inputs;
    private final Team team;
    private final Pointer result;
    private final long[] shape;
    private final long bytes;

    private Plan(Scope.Lasting natives, Draft draft, Pointer result, long[] shape) {
        this.natives = natives;
        this.inputs = draft.inputs();
        this.team = new Team(draft.steps().finish(draft.buffers()));
        this.result = result;
        this.shape = shape;
        this.bytes = draft.buffers().bytes();
    }

    /**
     * Lays out a pass.
     *
     * @param recorder which has recorded it
     * @param result what it ends with
     * @param weights of the network, which outlive the plan and are brought up to date before it runs
     * @param threads which share each step; 1 where there are several samples
     * @throws NotRecorded naming what oneDNN cannot do
     */
    static Plan of(Recorder recorder, Node result, PlanWeights weights, int threads) {
        Scope.Lasting natives = new Scope.Lasting();
        try {
            return natives.call(
                    () -> laidOut(natives, Node.needed(result, recorder.nodes()), result, weights, threads));
        } catch (RuntimeException | Error e) {
            natives.close();
            throw e;
        }
    }

    private static Plan laidOut(Scope.Lasting natives, List<Node> pass, Node result, PlanWeights weights, int threads) {
        Device device = weights.device();
        Draft draft = new Draft(device, weights.type(), weights, threads);
        for (Node node : pass) {
            if (!draft.isDone(node)) {
                plan(node, draft);
            }
        }
        Place last = draft.place(result);
        if (!result.isPicture()) {
            return new Plan(natives, draft, last.buffer().start(), result.shape());
        }
        memory to = device.memory(Layout.dense(memory.data_type.f32, result.shape()));
        device.copy("output", draft.memory(last, Layout.pictures(result.shape(), last.type())), to, draft.steps());
        return new Plan(natives, draft, to.get_data_handle(), result.shape());
    }

    private static void plan(Node node, Draft draft) {
        try {
            node.operation().plan(node, draft);
        } catch (RuntimeException e) {
            if (e instanceof NotRecorded || NativeMemory.ranOut(e)) {
                throw e;
            }
            throw new NotRecorded(node.operation() + ", of which oneDNN says: " + e.getMessage(), e);
        }
    }

    /**
     * Runs the steps.
     *
     * @param output takes the outputs; float32, dense
     */
    void run(Asked asked, Tensor output) {
        run(asked, output, Team::run);
    }

    /** Runs the steps as some team does. */
    void run(Asked asked, Tensor output, Consumer<Team> by) {
        Scope.run(() -> {
            new NoGradGuard();
            inputs.fill(asked);
            by.accept(team);
            Pointer.memcpy(output.data_ptr(), result, output.numel() * Float.BYTES);
        });
    }

    /** The shape of its outputs. */
    long[] shape() {
        return shape.clone();
    }

    /** The shortest time of each kind of step in several rounds, in milliseconds. */
    Map<String, Double> profile(int rounds) {
        return team.profile(rounds);
    }

    /** The steps in order. */
    List<Step> steps() {
        return team.steps();
    }

    /** The memory that it takes, beside the weights. */
    long bytes() {
        return bytes;
    }

    @Override
    public void close() {
        natives.close();
    }
}
