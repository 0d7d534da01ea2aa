package darkroom.train;

import darkroom.guide.Condition;
import darkroom.network.ClipText;
import darkroom.network.Conditioning;
import darkroom.network.Operations;
import darkroom.network.Parametrised;
import darkroom.network.TextUNet;
import darkroom.objective.Objective;
import darkroom.text.ClipTokenizer;
import darkroom.text.TokenIds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * Learning to denoise latents of pictures whose captions are told, and to read the captions (Rombach et al. 2022, eq. 3): network and text
 * encoder learn together, the autoencoder stays as it is.
 *
 * @param denoiser what is told latents in noise and the encoded captions
 * @param encoder what reads the captions
 * @param objective what the network learns
 * @param tokenizer leads from captions to tokens
 * @param examples pictures as latents, with captions
 * @param dropCaption the share of examples whose caption is the empty text (Ho and Salimans 2022, algorithm 1)
 */
public record CaptionedTask(
        TextUNet denoiser,
        ClipText encoder,
        Objective objective,
        ClipTokenizer tokenizer,
        LatentExamples examples,
        double dropCaption)
        implements Task<CaptionedTask.Told> {

    /** What was drawn: latents in noise, and what is said of each. */
    public record Told(Draw draw, TokenIds captions) {
        Told rows(int from, int count) {
            return new Told(draw.rows(from, count), captions.rows(from, count));
        }
    }

    private static final String NOTHING = "";

    public CaptionedTask {
        objective.requireLearnable();
    }

    @Override
    public Parametrised network() {
        return parameters -> {
            denoiser.declare(parameters);
            encoder.declare(parameters);
        };
    }

    @Override
    public Told draw(long seed, long index, int count) {
        LatentExamples.Latents latents = examples.batch(seed, index, count);
        List<String> told = new ArrayList<>(latents.captions());
        Draw draw = Draw.of(objective, latents.values(), seed, index, dropCaption, (row, dropped) -> {
            if (dropped) {
                told.set(row, NOTHING);
            }
            return Condition.NONE;
        });
        return new Told(draw, TokenIds.of(told.stream().map(tokenizer::encode).toList(), encoder.config()));
    }

    @Override
    public List<Share<Told>> divided(Told drawn, int most) {
        return Share.ofRows(drawn.draw.rows().size(), most, drawn::rows);
    }

    @Override
    public Tensor loss(Operations<Tensor> on, Told drawn) {
        Tensor tokens =
                encoder.forward(on, drawn.captions.ids(), drawn.captions.ends()).last();
        Conditioning<Tensor> told = new Conditioning<>(null, tokens, null, Map.of());
        return drawn.draw.loss(objective, (noisy, timesteps) -> denoiser.forward(on, noisy, timesteps, told));
    }
}
