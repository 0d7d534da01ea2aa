package darkroom.cli;

import darkroom.model.Model;
import darkroom.picture.Picture;
import darkroom.picture.PictureFile;
import darkroom.picture.Reshaping;
import darkroom.sample.Sampling;
import darkroom.sample.SamplingRun;
import darkroom.sample.SeededNoise;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Where sampling begins: in pure noise, or at a picture with noise.
 *
 * @param picture the square in its middle is taken, in the size and channels of the model; null for pure noise
 * @param depth how many of the steps are made, as a share above 0 to 1: the last ones, from the noise level where they begin
 */
record Origin(@Nullable Path picture, double depth) {

    SamplingRun start(Sampling whole, Seeding seeding, Model model) throws IOException {
        long[] shape = model.pictureShape();
        SeededNoise noise = seeding.noise();
        if (picture == null) {
            return whole.start(noise, batch(seeding.count(), model.sampleShape()));
        }
        float[] values = fitting(picture, shape).floats();
        Sampling rest =
                whole.last((int) Math.max(1, Math.round(depth * whole.grid().size())));
        return Scope.call(
                () -> {
                    Tensor one = Tensors.of(values, batch(1, shape));
                    Tensor all = one.expand(batch(seeding.count(), shape));
                    return rest.startFrom(model.codec().encode(all, noise), noise);
                },
                run -> Stream.empty());
    }

    private static Picture fitting(Path file, long... shape) throws IOException {
        if (shape.length != 3 || shape[0] != 1 && shape[0] != 3) {
            throw new IllegalArgumentException("--from needs a model of pictures; this one draws something else.");
        }
        Picture square = Reshaping.square(PictureFile.read(file));
        return Reshaping.withChannels(Reshaping.resized(square, (int) shape[2], (int) shape[1]), (int) shape[0]);
    }

    static long[] batch(int count, long... sample) {
        return LongStream.concat(LongStream.of(count), LongStream.of(sample)).toArray();
    }
}
