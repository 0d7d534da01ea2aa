package darkroom.lesson.studio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import darkroom.lesson.TestModels;
import darkroom.lesson.engine.Engine;
import darkroom.sample.Denoiser;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs share evaluations where their denoisers are equal. */
class SharedModelsTest {

    @TempDir
    private Path models;

    private static Denoiser asked(Pictures.Choice picture, Studio studio) {
        try (Source source = Source.of(RunRequest.Maker.LEARNED, picture, studio)) {
            return source.denoiser();
        }
    }

    @Test
    void readersOfOneModelShareEvaluationsAndThoseOfTwoDoNot() throws Exception {
        TestModels.writeModel(models);
        TestModels.writeGarments(models);
        try (Engine engine = new Engine()) {
            Studio studio = new Studio(engine, models, 1);
            engine.call("a reader", () -> {
                Pictures.Choice pattern = new Pictures.Choice("ring", 1, 2, Pictures.of("ring", 1));
                Pictures.Choice garment = studio.garments().chosen("trouser", 1);
                for (Pictures.Choice picture : List.of(pattern, garment)) {
                    assertEquals(asked(picture, studio), asked(picture, studio), picture.kind());
                }
                assertNotEquals(asked(pattern, studio), asked(garment, studio));
                return true;
            });
        }
    }

    @Test
    void soDoThoseWhoAskANetworkThatLearns() {
        try (SmallNetwork one = SmallNetwork.ofPictures("epsilon", SmallNetwork.RATE, 1);
                SmallNetwork other = SmallNetwork.ofPictures("epsilon", SmallNetwork.RATE, 1)) {
            Denoiser first = one.average().denoiser();
            one.trainer().advance();
            assertEquals(first, one.average().denoiser());
            assertNotEquals(first, other.average().denoiser());
        }
    }
}
