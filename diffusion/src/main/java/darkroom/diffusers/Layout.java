package darkroom.diffusers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where diffusers keeps the files of a model.
 *
 * @param folder the model's folder
 */
public record Layout(Path folder) {

    private static final String UNET = "unet";
    private static final String SECOND = "_2";
    private static final String CONFIG = "config.json";
    private static final String SCHEDULER = "scheduler_config.json";

    /** What the folder holds, and of which classes. */
    public Path index() {
        return folder.resolve("model_index.json");
    }

    /** How to sample; beside the index where the scheduler has no folder of its own, as in the first models of 2022. */
    public Path scheduler() {
        Path own = folder.resolve("scheduler"), flat = folder.resolve(SCHEDULER);
        return Files.exists(flat) && !Files.isDirectory(own) ? flat : own.resolve(SCHEDULER);
    }

    /** Where its U-Net lies. */
    public Path unet() {
        return folder.resolve(UNET);
    }

    /** Where its autoencoder lies. */
    public Path autoencoder() {
        return folder.resolve("vae");
    }

    /** Where its transformer lies. */
    public Path transformer() {
        return folder.resolve("transformer");
    }

    /** A text encoder and its tokenizer. */
    public record Text(Path encoder, Path tokenizer) {

        /** The encoder's weights. */
        public Path weights() {
            return encoder.resolve("model.safetensors");
        }
    }

    /** Its only text encoder, or its first. */
    public Text text() {
        return text("");
    }

    /** The second of two text encoders. */
    public Text secondText() {
        return text(SECOND);
    }

    private Text text(String number) {
        return new Text(folder.resolve("text_encoder" + number), folder.resolve("tokenizer" + number));
    }

    /** Its text encoders: one, or two as Stable Diffusion XL has them. */
    public List<Text> texts() {
        return Stream.of("", SECOND)
                .map(this::text)
                .filter(text -> Files.exists(config(text.encoder)))
                .toList();
    }

    /** A network's options, in the network's folder. */
    public static Path config(Path network) {
        return network.resolve(CONFIG);
    }

    /** The folder of the network: {@code unet}, another one, an autoencoder's, or the model's folder itself where that holds a network alone. */
    public Optional<Path> network(String other) {
        return Stream.of(unet(), transformer(), folder.resolve(other), autoencoder(), folder)
                .filter(path -> Files.exists(config(path)))
                .findFirst();
    }
}
