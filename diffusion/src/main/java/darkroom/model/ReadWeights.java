package darkroom.model;

import darkroom.io.InputFile;
import darkroom.network.Parameters;
import darkroom.network.Parametrised;
import darkroom.torch.Scope;
import darkroom.torch.Weights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Weights from files, checked against the network that they are of. */
final class ReadWeights {

    /** Maps the tensors of a file, or of several. */
    interface Reading {
        Map<String, Tensor> tensors() throws IOException;
    }

    private ReadWeights() {}

    /**
     * The weights of a network; the caller's to close.
     *
     * @param file the first of the files, by which errors name them
     * @param type which they shall have
     * @throws IllegalArgumentException when they do not fit the network, or are not finite
     */
    static Weights of(Path file, Parametrised network, torch.ScalarType type, Reading reading) throws IOException {
        try {
            return Scope.own(
                    () -> {
                        try {
                            return checked(file, network, type, reading.tensors());
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    },
                    weights -> Stream.empty());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static Weights checked(
            Path file, Parametrised network, torch.ScalarType type, Map<String, Tensor> tensors) {
        Weights weights;
        try {
            weights = Weights.sharing(Parameters.of(network), tensors, type);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(InputFile.printable(file + ": " + e.getMessage()), e);
        }
        if (!Double.isFinite(weights.flat().sum().item_double())) {
            weights.close();
            throw new IllegalArgumentException(file + " holds weights that are not finite numbers.");
        }
        return weights;
    }
}
