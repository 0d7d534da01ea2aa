package darkroom.model;

import darkroom.diffusers.Layout;
import darkroom.diffusers.Pipelines;
import darkroom.diffusers.scheduler.SchedulerClasses;
import darkroom.diffusers.scheduler.SchedulerConfig;
import darkroom.io.Enclosure;
import darkroom.latent.AutoencoderCodec;
import darkroom.network.Dit;
import darkroom.network.DitConfig;
import darkroom.sample.SamplingSettings;
import darkroom.settings.JsonText;
import darkroom.settings.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** A folder of diffusers' {@code DiTPipeline}: a transformer that is told a class, an autoencoder and a scheduler. */
final class TransformerFolder {

    private static final int STEPS = 50;
    private static final double GUIDANCE = 4;

    private TransformerFolder() {}

    static boolean isIn(Path folder) throws IOException {
        return Files.isRegularFile(new Layout(folder).index()) && Pipelines.samplesByTransformer(index(folder));
    }

    private static Value index(Path folder) throws IOException {
        return JsonText.read(new Enclosure(folder).require(new Layout(folder).index()));
    }

    /** Reads it, for the caller to close; errors as in {@link ModelFolder#read}. */
    static Model read(Path folder) throws IOException {
        Enclosure enclosure = new Enclosure(folder);
        Layout layout = new Layout(folder);
        FolderPart transformer = new FolderPart(enclosure, layout.transformer());
        Dit network = DitConfig.of(transformer.config().node()).network();
        SchedulerConfig scheduler = SchedulerClasses.read(
                JsonText.read(enclosure.require(layout.scheduler())).node());
        AutoencoderCodec codec = LatentFolder.codec(folder);
        try {
            return new Model(
                    ModelFolder.nameOf(folder),
                    network,
                    transformer.weights(network),
                    scheduler.shortPlan().objective(),
                    codec,
                    labels(index(folder), network.classEmbeddings() - 1),
                    SamplingSettings.ofSteps(STEPS).withGuidance(GUIDANCE),
                    scheduler,
                    null);
        } catch (IOException | RuntimeException e) {
            codec.close();
            throw e;
        }
    }

    private static List<String> labels(Value index, int classes) {
        List<String> named = Pipelines.classes(index);
        return named.size() == classes
                ? named
                : IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    }
}
