package darkroom.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.guide.Condition;
import darkroom.guide.Guidance;
import darkroom.model.Export;
import darkroom.model.Model;
import darkroom.model.ModelFolder;
import darkroom.sample.SamplingRun;
import darkroom.sample.SeededNoise;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import darkroom.torch.Threads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.pytorch.NoGradGuard;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that was trained here, exported: what diffusers draws from that folder, written by {@code load_export.py}. */
class ExportTest {

    private static final Path MODELS = Path.of("..", "models");

    @TempDir
    Path folder;

    @BeforeAll
    static void oneThread() {
        Threads.use(1);
    }

    @Test
    void bothSidesDrawTheSamePictureFromAnExportedModel() throws IOException {
        Path exported = folder.resolve("exported");
        try (Model model = new ModelFolder(MODELS.resolve("patterns")).read()) {
            Export.write(model, exported);
            String message = assertThrows(IllegalArgumentException.class, () -> Export.write(model, exported))
                    .getMessage();
            assertTrue(String.valueOf(message).contains("holds files already"), message);
        }
        JsonNode reference = Reference.read("exported.json");
        try (Model model = new ModelFolder(exported).read()) {
            assertTrue(model.recipe().isEmpty());
            assertEquals(10, model.labels().size());
            Scope.run(() -> {
                new NoGradGuard();
                try (SamplingRun run = model.sampling(
                                model.scheduler().plan(reference.get("steps").asInt()),
                                Condition.labels(reference.get("label").asInt()),
                                Guidance.NONE)
                        .start(
                                SeededNoise.of(reference.get("seed").asLong()),
                                reference.get("count").asInt(),
                                1,
                                32,
                                32)) {
                    run.finish(each -> {});
                    assertArrayEquals(
                            Reference.doubles(reference.get("images")),
                            Tensors.doubles(Tensors.unitRange(run.x())),
                            2e-3);
                }
            });
        }
    }

    @Test
    void aModelThatDiffusersHasNotIsNotExported() throws IOException {
        Path exported = folder.resolve("exported");
        try (Model model = new ModelFolder(MODELS.resolve("patterns")).read()) {
            Export.write(model, exported);
        }
        try (Model foreign = new ModelFolder(exported).read()) {
            String message = assertThrows(
                            IllegalArgumentException.class, () -> Export.write(foreign, folder.resolve("again")))
                    .getMessage();
            assertTrue(String.valueOf(message).contains("diffusers' already"), message);
            assertTrue(Files.notExists(folder.resolve("again")));
        }
    }
}
