package darkroom.exact;

import darkroom.objective.PredictionType;
import darkroom.sample.Denoiser;
import darkroom.sample.Row;
import darkroom.schedule.NoiseLevel;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/**
 * The best possible denoiser for one round Gaussian {@code N(mean, deviation^2)}, for which the whole way from noise to
 * data is known as well: at every level
 *
 * <pre>
 *   x = alpha mean + sqrt(alpha^2 deviation^2 + sigma^2) z
 * </pre>
 *
 * <p>and the probability-flow equation (Song et al. 2021, eq. 13) keeps z. What a solver makes of a step can be compared
 * with {@link #carried}.
 */
public final class Gaussian implements Denoiser, AutoCloseable {

    private final GaussianMixture component;
    private final Tensor mean;
    private final double deviation;

    /**
     * A Gaussian.
     *
     * @param mean in the shape of a sample, float32 or float64; copied
     * @param deviation the standard deviation in each dimension, at least 0
     */
    public Gaussian(Tensor mean, double deviation) {
        this.mean = Scope.own(() -> mean.unsqueeze(0).clone(), Stream::of);
        this.deviation = deviation;
        component = new GaussianMixture(this.mean, new double[] {deviation * deviation}, new double[] {1}, List.of());
    }

    /** The standard deviation of samples at a level, in each dimension. */
    public double deviation(NoiseLevel level) {
        return Math.hypot(level.alpha() * deviation, level.sigma());
    }

    /**
     * The exact solution of the probability-flow equation.
     *
     * @param x samples [B, ...] at {@code from}
     * @return where it carries them, at {@code to}
     */
    public Tensor carried(Tensor x, NoiseLevel from, NoiseLevel to) {
        return Scope.keep(() -> {
            Tensor centre = mean.to(x.scalar_type());
            Tensor z = Tensors.scaled(1 / deviation(from), Tensors.sum(1, x, -from.alpha(), centre));
            return Tensors.sum(deviation(to), z, to.alpha(), centre);
        });
    }

    @Override
    public PredictionType prediction() {
        return component.prediction();
    }

    @Override
    public Tensor output(Tensor x, List<Row> rows) {
        return component.output(x, rows);
    }

    @Override
    public void close() {
        mean.close();
        component.close();
    }
}
