package darkroom.lesson.progress;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class ProgressOnH2Test extends ProgressContract {

    @Override
    Store store() {
        return Store.in(folder);
    }

    @Test
    void theSecretItselfIsNotKept() throws Exception {
        close();
        String kept = Files.readString(folder.resolve("progress.mv.db"), StandardCharsets.ISO_8859_1);
        assertFalse(kept.contains("a secret"));
    }
}
