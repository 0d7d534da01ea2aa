package darkroom.torch;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class NativeMemoryShortageTest {

    @Test
    void whatLibtorchSaysOfTooLittleMemoryIsUnderstood() {
        RuntimeException shortage = assertThrows(RuntimeException.class, () -> Scope.run(() -> torch.empty(1L << 44)));
        assertTrue(NativeMemory.ranOut(shortage), shortage.getMessage());
        RuntimeException other = assertThrows(
                RuntimeException.class, () -> Scope.run(() -> torch.matmul(torch.zeros(2, 3), torch.zeros(2, 3))));
        assertFalse(NativeMemory.ranOut(other), other.getMessage());
    }
}
