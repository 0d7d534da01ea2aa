package darkroom.train;

import darkroom.network.ClipTextConfig;
import darkroom.settings.Setting;
import darkroom.settings.Settings;
import org.jspecify.annotations.Nullable;

/** What makes a network follow texts. */
public record Captions(
        @Setting("the text encoder, which learns with the network; the last of its tokens ends a text")
        ClipTextConfig encoder,

        @Setting("the folder of the autoencoder whose latents the network sees, from the recipe's own")
        String autoencoder,

        @Setting(value = LatentExamples.HOW_MANY, range = LatentExamples.NUMBERS) @Nullable
        Integer pictures) {

    public Captions {
        Settings.check(Captions.class, encoder, autoencoder, pictures);
        Settings.require(
                encoder.eosTokenId() == encoder.vocabSize() - 1,
                "encoder.eos_token_id",
                "encoder.eos_token_id must be " + (encoder.vocabSize() - 1) + ", the last of vocab_size, not "
                        + encoder.eosTokenId() + ".");
    }
}
