package darkroom.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.torch.SafeTensors;
import darkroom.torch.Scope;
import darkroom.torch.Threads;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is changed in a folder's file, it is refused in one sentence that names it, or read as it stands to its last byte. */
class MutatedFoldersTest {

    private static final int MUTATIONS = 10_000;

    /** Of how many mutations one is followed by reading the whole model. */
    private static final int WHOLE = 200;

    @TempDir
    Path path;

    private Stranger stranger;

    @BeforeAll
    static void oneThread() {
        Threads.use(1);
    }

    @BeforeEach
    void write() throws IOException {
        stranger = Stranger.in(path.resolve("model"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                Stranger.WEIGHTS,
                Stranger.INDEX,
                "unet/config.json",
                "model_index.json",
                "scheduler/scheduler_config.json"
            })
    void mutationsAreReadOrRefusedInASentence(String name) throws IOException {
        if (name.equals(Stranger.INDEX)) {
            stranger.shard();
        }
        Path file = stranger.file(name);
        // An index may name a shard that is missing beside it.
        Path named = name.equals(Stranger.INDEX) ? file.getParent() : file;
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(12);
        int refused = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            boolean lies = name.equals(Stranger.WEIGHTS) && random.nextBoolean();
            byte[] mutated = lies ? LyingHeader.of(whole, random) : Splinters.mutated(whole, random);
            Files.write(file, mutated);
            try {
                read(name, mutated);
                if (i % WHOLE == 0) {
                    stranger.folder().read().close();
                }
            } catch (IllegalArgumentException e) {
                refused++;
                String said = String.valueOf(e.getMessage());
                assertTrue(said.contains(named.toString()) && said.lines().count() == 1 && said.length() < 1000, said);
            }
        }
        assertTrue(refused > MUTATIONS / 10, name + ": only " + refused + " were refused");
        assertTrue(refused < MUTATIONS * 99 / 100, name + ": only " + (MUTATIONS - refused) + " were read");
    }

    /** Reads as much of the folder as depends on a file. */
    private void read(String name, byte[] mutated) throws IOException {
        switch (name) {
            case Stranger.WEIGHTS -> assertReadToTheLastByte(mutated);
            case Stranger.INDEX -> stranger.folder().weightBytes();
            case "scheduler/scheduler_config.json" -> stranger.folder().scheduler();
            default -> stranger.folder().structure();
        }
    }

    /** The bytes of the tensors, one after the other, must be those behind the header: none twice, none left out, none made up. */
    private void assertReadToTheLastByte(byte[] mutated) {
        Scope.run(() -> {
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            for (Tensor tensor : tensors()) {
                byte[] own = new byte[Math.toIntExact(tensor.nbytes())];
                if (own.length > 0) {
                    new BytePointer(tensor.data_ptr()).get(own);
                }
                read.writeBytes(own);
            }
            int header = (int)
                    ByteBuffer.wrap(mutated).order(ByteOrder.LITTLE_ENDIAN).getLong();
            byte[] data = Arrays.copyOfRange(mutated, Long.BYTES + header, mutated.length);
            assertArrayEquals(data, read.toByteArray());
        });
    }

    private Iterable<Tensor> tensors() {
        try {
            return SafeTensors.read(stranger.file(Stranger.WEIGHTS)).tensors().values();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
