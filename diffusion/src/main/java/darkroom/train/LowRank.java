package darkroom.train;

import darkroom.network.DecoratedOperations;
import darkroom.network.Operations;
import darkroom.network.Parameters;
import darkroom.network.Parameters.Parameter;
import darkroom.network.Parametrised;
import darkroom.torch.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.Tensor;

/**
 * A LoRA (Hu et al. 2022, section 4.1): each linear map of the attention's queries, keys, values and outputs becomes {@code W x + B A x}, of
 * which W stays as it is, A is drawn at random and B begins at zero, so that the network begins as what it was.
 */
public final class LowRank implements Learning {

    private static final Pattern ADAPTED = Pattern.compile("(.*\\.attn[12]\\.(?:to_q|to_k|to_v|to_out\\.0))\\.weight");
    private static final String DOWN = ".lora_A", UP = ".lora_B";

    private final Map<String, Parameter> adapted = new LinkedHashMap<>();
    private final int rank;
    private final Operations<Tensor> frozen;

    /**
     * Additions to a network.
     *
     * @param frozen computes with the network's own weights
     * @throws IllegalArgumentException when the network has no such maps
     */
    public LowRank(Parametrised network, int rank, Operations<Tensor> frozen) {
        this.rank = rank;
        this.frozen = frozen;
        for (Parameter parameter : Parameters.of(network)) {
            Matcher name = ADAPTED.matcher(parameter.name());
            if (name.matches()) {
                adapted.put(name.group(1), parameter);
            }
        }
        if (adapted.isEmpty()) {
            throw new IllegalArgumentException(
                    "A LoRA changes attention to texts, and this network has none: leave out rank.");
        }
    }

    @Override
    public Parametrised network() {
        return parameters -> adapted.forEach((name, weight) -> {
            parameters.matrix(name + DOWN, Math.toIntExact(weight.shape().get(1)), rank);
            parameters.zeroMatrix(
                    name + UP, rank, Math.toIntExact(weight.shape().get(0)));
        });
    }

    @Override
    public Weights initial(long seed) {
        return Weights.initial(Parameters.of(network()), seed);
    }

    @Override
    public Operations<Tensor> operations(Operations<Tensor> learning) {
        return new DecoratedOperations<>(frozen) {
            @Override
            public Tensor linear(String name, Tensor x) {
                Tensor own = frozen.linear(name, x);
                return adapted.containsKey(name)
                        ? own.add(learning.linear(name + UP, learning.linear(name + DOWN, x)))
                        : own;
            }

            @Override
            public Tensor dropout(Tensor x, double probability) {
                return learning.dropout(x, probability);
            }
        };
    }
}
