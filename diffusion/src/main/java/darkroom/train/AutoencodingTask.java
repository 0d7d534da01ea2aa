package darkroom.train;

import darkroom.data.DataSet;
import darkroom.data.Seeds;
import darkroom.latent.Moments;
import darkroom.network.AutoencoderKl;
import darkroom.network.AutoencoderKlConfig;
import darkroom.network.Operations;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Learning to say pictures in few numbers and to draw them again (Kingma and Welling 2014, section 2.4; Rombach et al. 2022, section 3.1).
 *
 * @param network what learns
 * @param losses how errors count
 * @param data what it learns from
 */
public record AutoencodingTask(AutoencoderKl network, Reconstruction losses, DataSet data)
        implements Task<AutoencodingTask.Pictures> {

    /**
     * What was drawn.
     *
     * @param clean pictures [B, C, H, W]
     * @param noise standard normal numbers for their latents, [B, L, h, w]
     */
    public record Pictures(Tensor clean, Tensor noise) {
        Pictures rows(int from, int count) {
            return new Pictures(clean.narrow(0, from, count), noise.narrow(0, from, count));
        }
    }

    private static final int NOISE = 1;

    public AutoencodingTask {
        AutoencoderKlConfig config = network.config();
        long[] given = data.shape();
        boolean fits = given.length == 3
                && given[0] == config.inChannels()
                && given[1] % config.reduction() == 0
                && given[2] % config.reduction() == 0
                && config.inChannels() == config.outChannels();
        if (!fits) {
            throw new IllegalArgumentException(
                    "The autoencoder takes and gives pictures of " + config.inChannels() + " and "
                            + config.outChannels() + " channels, whose sides are multiples of " + config.reduction()
                            + "; the data's shape is " + Arrays.toString(given) + ".");
        }
    }

    @Override
    public Pictures draw(long seed, long index, int count) {
        Tensor pictures = Stacked.values(DenoisingTask.examples(data, seed, index, count), data);
        AutoencoderKlConfig config = network.config();
        long[] latents = {
            count, config.latentChannels(), pictures.size(2) / config.reduction(), pictures.size(3) / config.reduction()
        };
        GeneratorOptional generator = new GeneratorOptional(torch.make_generator_cpu(Seeds.at(seed, NOISE, index)));
        return new Pictures(pictures, torch.randn(latents, generator));
    }

    @Override
    public List<Share<Pictures>> divided(Pictures drawn, int most) {
        return Share.ofRows((int) drawn.clean.size(0), most, drawn::rows);
    }

    @Override
    public Tensor loss(Operations<Tensor> on, Pictures drawn) {
        Tensor encoded = network.encode(on, drawn.clean).to(torch.ScalarType.Float);
        Moments latents = Moments.of(encoded);
        Tensor output = network.decode(on, latents.drawn(drawn.noise));
        return losses.loss(output.to(torch.ScalarType.Float), drawn.clean, latents);
    }
}
