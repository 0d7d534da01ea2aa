package darkroom.train;

import darkroom.guide.Condition;
import darkroom.guide.Vocabulary;
import darkroom.network.Conditioning;
import darkroom.network.Operations;
import darkroom.network.Parametrised;
import darkroom.network.TextUNet;
import darkroom.objective.Objective;
import darkroom.text.Prompts;
import darkroom.torch.Weights;
import java.util.List;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * Learning on with captioned pictures (Rombach et al. 2022, eq. 3): the U-Net of a model, or additions to it, while text encoders and autoencoder
 * stay as they are.
 *
 * @param denoiser the U-Net
 * @param learning what of it learns
 * @param objective what the model was made to learn
 * @param examples pictures as latents, with captions
 * @param prompts how captions are told
 * @param dropCaption the share of examples whose caption is the empty text
 */
public record FineTuningTask(
        TextUNet denoiser,
        Learning learning,
        Objective objective,
        LatentExamples examples,
        Prompts prompts,
        double dropCaption)
        implements Task<Draw> {

    public FineTuningTask {
        objective.requireLearnable();
    }

    @Override
    public Parametrised network() {
        return learning.network();
    }

    @Override
    public Weights initial(long seed) {
        return learning.initial(seed);
    }

    @Override
    public Draw draw(long seed, long index, int count) {
        LatentExamples.Latents latents = examples.batch(seed, index, count);
        long[] size = examples.shape();
        try (NoGradGuard without = new NoGradGuard()) {
            Condition.Encoded texts = prompts.encode(latents.captions(), size[1], size[2]);
            Condition.Encoded nothing = prompts.nothing(size[1], size[2]);
            return Draw.of(
                    objective,
                    latents.values(),
                    seed,
                    index,
                    dropCaption,
                    (row, dropped) -> dropped ? nothing : texts.row(row));
        }
    }

    @Override
    public List<Share<Draw>> divided(Draw drawn, int most) {
        return Share.ofRows(drawn.rows().size(), most, drawn::rows);
    }

    @Override
    public Tensor loss(Operations<Tensor> on, Draw drawn) {
        List<Condition> asked = drawn.conditions();
        Conditioning<Tensor> told = new Vocabulary(0, (Condition.Encoded) asked.get(0)).told(asked);
        Operations<Tensor> whole = learning.operations(on);
        return drawn.loss(objective, (noisy, timesteps) -> denoiser.forward(whole, noisy, timesteps, told));
    }
}
