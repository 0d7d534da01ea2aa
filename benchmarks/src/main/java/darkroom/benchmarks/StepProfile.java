package darkroom.benchmarks;

import darkroom.model.Model;
import darkroom.network.Conditioning;
import darkroom.plan.RecordedEvaluator;
import darkroom.torch.Scope;
import darkroom.torch.TorchOperations;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Prints where the time of a recorded evaluation of the measured U-Net goes: milliseconds and share for each kind of step, and how the
 * whole compares with its floor, the convolutions and products of matrices alone.
 */
public final class StepProfile {

    private static final int SIZE = 32;
    private static final int ROUNDS = 20;

    private StepProfile() {}

    /**
     * Measures.
     *
     * @param arguments the precision, fp32 or bf16, and the batch
     */
    public static void main(String... arguments) {
        Subject.useThreads();
        int batch = Integer.parseInt(arguments[1]);
        try (Model model = Subject.unet("fp32").model(arguments[0]);
                TorchOperations on = new TorchOperations(model.weights());
                RecordedEvaluator recorded = new RecordedEvaluator(model.network(), model.weights(), on)) {
            Scope.run(() -> {
                new NoGradGuard();
                Tensor x = torch.randn(batch, 1, SIZE, SIZE), times = torch.ones(batch);
                print(recorded.profile(x, times, Conditioning.none(), ROUNDS));
                long rows = recorded.rowsOfOneThread(x, times, Conditioning.none());
                System.out.println(
                        rows < batch
                                ? "of the thread that computes " + rows + " of the " + batch + " rows"
                                : "of all threads");
            });
        }
    }

    private static void print(Map<String, Double> milliseconds) {
        double all =
                milliseconds.values().stream().mapToDouble(Double::doubleValue).sum();
        milliseconds.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .forEach(kind -> System.out.printf(
                        Locale.ROOT,
                        "%-28s %9.3f ms %5.1f%%%n",
                        kind.getKey(),
                        kind.getValue(),
                        100 * kind.getValue() / all));
        double floor = milliseconds.entrySet().stream()
                .filter(kind -> kind.getKey().matches("convolution.*|linear|attention: (scores|values)"))
                .mapToDouble(Map.Entry::getValue)
                .sum();
        System.out.printf(Locale.ROOT, "whole %.3f ms, floor %.3f ms, ratio %.2f%n", all, floor, all / floor);
    }
}
