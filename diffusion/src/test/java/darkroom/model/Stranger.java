package darkroom.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import darkroom.network.Networks;
import darkroom.network.Parameters;
import darkroom.network.UNetConfig;
import darkroom.settings.JsonText;
import darkroom.torch.SafeTensors;
import darkroom.torch.Scope;
import darkroom.torch.Weights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** A small model's folder as a stranger may have written it, to be tampered with. */
record Stranger(ModelFolder folder) {

    static final String WEIGHTS = "unet/diffusion_pytorch_model.safetensors";
    static final String INDEX = WEIGHTS + ".index.json";
    private static final UNetConfig CONFIG = UNetConfig.of(Map.of(
            "sample_size", 8,
            "block_out_channels", List.of(4),
            "down_block_types", List.of("DownBlock2D"),
            "up_block_types", List.of("UpBlock2D"),
            "layers_per_block", 1,
            "norm_num_groups", 2,
            "attention_head_dim", 4));

    static Stranger in(Path path) throws IOException {
        Stranger made = new Stranger(new ModelFolder(path));
        made.json(
                "model_index.json",
                Map.of(
                        "_class_name", "DDPMPipeline",
                        "scheduler", List.of("diffusers", "DDPMScheduler"),
                        "unet", List.of("diffusers", "UNet2DModel")));
        made.json("scheduler/scheduler_config.json", Map.of("_class_name", "DDPMScheduler", "num_train_timesteps", 10));
        Files.createDirectories(made.file("unet"));
        Files.writeString(made.file("unet/config.json"), JsonText.write(Networks.ALL.write(CONFIG)));
        try (Weights weights = Weights.initial(Parameters.of(CONFIG.network()), 1)) {
            SafeTensors.write(made.file(WEIGHTS), weights.byName(), Map.of("format", "pt"));
        }
        return made;
    }

    Path file(String name) {
        return folder.path().resolve(name);
    }

    void json(String name, Object content) throws IOException {
        Files.createDirectories(file(name).getParent());
        Files.writeString(file(name), new ObjectMapper().writeValueAsString(content));
    }

    /** Moves all weights into two shards with an index. */
    void shard() throws IOException {
        Scope.run(() -> {
            try {
                Map<String, Tensor> tensors = SafeTensors.read(file(WEIGHTS)).tensors();
                List<Map<String, Tensor>> shards = List.of(new LinkedHashMap<>(), new LinkedHashMap<>());
                Map<String, String> places = new LinkedHashMap<>();
                tensors.forEach((name, value) -> {
                    int shard = places.size() % 2;
                    shards.get(shard).put(name, value);
                    places.put(name, shard + ".safetensors");
                });
                for (int i = 0; i < 2; i++) {
                    SafeTensors.write(file("unet/" + i + ".safetensors"), shards.get(i), Map.of());
                }
                json(INDEX, Map.of("metadata", Map.of("total_size", 1), "weight_map", places));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        Files.delete(file(WEIGHTS));
    }
}
