package darkroom.train;

import darkroom.data.Batch;
import darkroom.data.DataSet;
import darkroom.data.Seeds;
import darkroom.guide.Condition;
import darkroom.guide.Vocabulary;
import darkroom.network.Conditioning;
import darkroom.network.Network;
import darkroom.network.Operations;
import darkroom.objective.Objective;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Learning to denoise (Ho et al. 2020, algorithm 1): examples, levels and noise are drawn, the network says what it sees.
 *
 * @param network what learns
 * @param objective what it learns
 * @param data what it learns from
 * @param dropLabel the share of examples whose label is replaced by the null label (Ho and Salimans 2022, algorithm 1)
 */
public record DenoisingTask(Network network, Objective objective, DataSet data, double dropLabel)
        implements Task<Draw> {

    private static final int DATA = 0;

    public DenoisingTask {
        long[] expected = network.sampleShape(), given = data.shape();
        if (!Arrays.equals(expected, given)) {
            throw new IllegalArgumentException("The network takes samples of shape " + Arrays.toString(expected)
                    + ", but the data's are " + Arrays.toString(given) + ".");
        }
        int labels = data.labels().size();
        if (network.classEmbeddings() != 0 && Vocabulary.of(network).labels() != labels) {
            throw new IllegalArgumentException("The data has " + labels + " labels, so num_class_embeds must be "
                    + (labels + 1) + ", one more for no label; it is " + network.classEmbeddings() + ".");
        }
        objective.requireLearnable();
    }

    /** What the update of an index learns from, in a training of a seed: the same whenever it is asked for. */
    public static Batch examples(DataSet data, long seed, long index, int count) {
        return data.batch(Seeds.at(seed, DATA), index, count);
    }

    @Override
    public Draw draw(long seed, long index, int count) {
        Batch batch = examples(data, seed, index, count);
        boolean labelled = Vocabulary.of(network).labels() > 0;
        return Draw.of(
                objective,
                Stacked.values(batch, data),
                seed,
                index,
                dropLabel,
                (row, dropped) -> dropped || !labelled ? Condition.NONE : Condition.labels(batch.labels()[row]));
    }

    @Override
    public List<Share<Draw>> divided(Draw drawn, int most) {
        return Share.ofRows(drawn.rows().size(), most, drawn::rows);
    }

    @Override
    public Tensor loss(Operations<Tensor> on, Draw drawn) {
        Conditioning<Tensor> told = Vocabulary.of(network).told(drawn.conditions());
        return drawn.loss(objective, (noisy, timesteps) -> network.forward(on, noisy, timesteps, told));
    }
}
