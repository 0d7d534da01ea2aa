package darkroom.diffusers.original;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import darkroom.diffusers.Pipelines;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/** The generations of Stable Diffusion that a checkpoint can be of, told by their text encoders, with what its weights do not say. */
public enum Generation {
    ONE("StableDiffusion", "cond_stage_model.transformer.", "", 512, 0.18215, "PNDMScheduler", "<|endoftext|>"),
    TWO("StableDiffusion", "", "cond_stage_model.model.", 512, 0.18215, "DDIMScheduler", "!"),
    XL(
            "StableDiffusionXL",
            "conditioner.embedders.0.transformer.",
            "conditioner.embedders.1.model.",
            1024,
            0.13025,
            "EulerDiscreteScheduler",
            "!");

    private static final int REDUCTION = 8;
    private static final double FIRST_BETA = 0.00085, LAST_BETA = 0.012;
    private static final int TIMESTEPS = 1000;
    /** The first text encoder of all pads by the end token; only what another says follows it. */
    private static final String END = "<|endoftext|>";

    private final String stem;
    private final String clip;
    private final String openClip;
    private final int size;
    private final double scale;
    private final String scheduler;
    private final String padding;

    Generation(String stem, String clip, String openClip, int size, double scale, String scheduler, String padding) {
        this.stem = stem;
        this.clip = clip;
        this.openClip = openClip;
        this.size = size;
        this.scale = scale;
        this.scheduler = scheduler;
        this.padding = padding;
    }

    /**
     * The generation of a checkpoint.
     *
     * @throws IllegalArgumentException when it is of none
     */
    public static Generation of(Map<String, Tensor> checkpoint) {
        return Stream.of(XL, TWO, ONE)
                .filter(one -> one.prefixes()
                        .allMatch(prefix -> checkpoint.keySet().stream().anyMatch(name -> name.startsWith(prefix))))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                "It is no whole checkpoint of Stable Diffusion 1, 2 or XL: it has none of their text encoders."));
    }

    private Stream<String> prefixes() {
        return Stream.of(clip, openClip).filter(prefix -> !prefix.isEmpty());
    }

    /** The U-Net of a checkpoint. */
    public Part unet(Map<String, Tensor> checkpoint) {
        return OriginalUNet.of(checkpoint, size / REDUCTION);
    }

    /** The autoencoder of a checkpoint. */
    public Part autoencoder(Map<String, Tensor> checkpoint) {
        return OriginalAutoencoder.of(checkpoint, size, scale);
    }

    /** The text encoders of a checkpoint, one or two. */
    public List<Part> texts(Map<String, Tensor> checkpoint) {
        List<Part> texts = new ArrayList<>();
        if (!clip.isEmpty()) {
            OriginalText.clip(checkpoint, clip).ifPresent(texts::add);
        }
        if (!openClip.isEmpty()) {
            OriginalText.openClip(checkpoint, openClip, this == XL, this == XL).ifPresent(texts::add);
        }
        return texts;
    }

    /**
     * The token by which the tokenizer of a text encoder fills texts up.
     *
     * @param encoder 0 for the first
     */
    public String padding(int encoder) {
        return this == XL && encoder == 0 ? END : padding;
    }

    /**
     * What the folder of a checkpoint says it holds.
     *
     * @param unet of the checkpoint
     */
    public JsonNode index(Part unet) {
        boolean repaints = unet.config().path("in_channels").asInt()
                > unet.config().path("out_channels").asInt();
        return Pipelines.textToImage(stem + (repaints ? "Inpaint" : "") + "Pipeline", scheduler, this == XL);
    }

    /**
     * How its models are usually sampled.
     *
     * @param prediction what the network predicts, which its weights do not say
     */
    public JsonNode scheduler(String prediction) {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.put("_class_name", scheduler)
                .put("num_train_timesteps", TIMESTEPS)
                .put("beta_start", FIRST_BETA)
                .put("beta_end", LAST_BETA)
                .put("beta_schedule", "scaled_linear")
                .put("prediction_type", prediction)
                .put("steps_offset", 1)
                .put("timestep_spacing", "leading");
        switch (this) {
            case ONE -> config.put("skip_prk_steps", true).put("set_alpha_to_one", false);
            case TWO -> config.put("clip_sample", false).put("set_alpha_to_one", false);
            case XL -> config.put("interpolation_type", "linear").put("use_karras_sigmas", false);
        }
        return Pipelines.written(config);
    }
}
