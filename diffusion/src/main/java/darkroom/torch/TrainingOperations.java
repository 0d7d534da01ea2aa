package darkroom.torch;

import darkroom.network.DecoratedOperations;
import darkroom.network.Operations;
import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** Adds what is done in training only: dropout. For one backward pass, in one thread's scope. */
public final class TrainingOperations extends DecoratedOperations<Tensor> {

    private final long seed;
    private @Nullable GeneratorOptional random;

    /**
     * Operations for training around those for evaluation.
     *
     * @param seed from which it follows what dropout drops
     */
    public TrainingOperations(Operations<Tensor> inner, long seed) {
        super(inner);
        this.seed = seed;
    }

    @Override
    public Tensor dropout(Tensor x, double probability) {
        if (probability == 0) {
            return x;
        }
        Tensor kept = torch.empty_like(x).bernoulli_(1 - probability, random());
        return x.mul(kept.div_(new Scalar(1 - probability)));
    }

    private GeneratorOptional random() {
        GeneratorOptional known = random;
        if (known == null) {
            Generator generator = torch.make_generator_cpu(seed);
            known = new GeneratorOptional(generator);
            random = known;
        }
        return known;
    }
}
