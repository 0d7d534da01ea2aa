package darkroom.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class ScopeTest {

    @Test
    void whatABodyMadeIsFreedButItsResult() {
        List<Tensor> made = new ArrayList<>();
        Scope.run(() -> {
            Tensor result = Scope.keep(() -> {
                made.add(Tensors.of(new float[] {1}, 1));
                return Tensors.of(new float[] {2}, 1);
            });
            assertTrue(made.get(0).isNull());
            assertEquals(2, result.item_float());
            made.add(result);
        });
        assertTrue(made.get(1).isNull(), "the outer scope frees what the inner one kept");
    }

    @Test
    void whatTheCallerOwnsOutlivesTheScopesAround() {
        List<Tensor> owned = new ArrayList<>();
        Scope.run(() -> owned.add(Scope.own(() -> Tensors.of(new float[] {3}, 1), Stream::of)));
        assertEquals(3, owned.get(0).item_float());
        owned.get(0).close();
        assertTrue(owned.get(0).isNull());
    }

    @Test
    void aLastingScopeKeepsWhatEachEntryMadeUntilItIsClosed() {
        List<Tensor> made = new ArrayList<>();
        Scope.Lasting first = new Scope.Lasting(), second = new Scope.Lasting();
        Scope.run(() -> {
            first.call(() -> made.add(Tensors.of(new float[] {1}, 1)));
            second.call(() -> made.add(Tensors.of(new float[] {2}, 1)));
            made.add(Tensors.of(new float[] {3}, 1));
        });
        assertTrue(made.get(2).isNull(), "an entry that was left takes nothing more in");
        first.call(() -> made.add(made.get(0).clone()));
        first.closeExcept(Stream.of(made.get(3)));
        assertTrue(made.get(0).isNull());
        assertEquals(1, made.get(3).item_float());
        assertEquals(2, made.get(1).item_float(), "scopes may end in any order");
        made.get(3).close();
        second.close();
        assertTrue(made.get(1).isNull());
    }

    @Test
    void aBodyThatThrowsLeavesNothingBehind() {
        List<Tensor> made = new ArrayList<>();
        assertThrows(
                IllegalStateException.class,
                () -> Scope.run(() -> {
                    made.add(Tensors.of(new float[] {1}, 1));
                    throw new IllegalStateException("stop");
                }));
        assertTrue(made.get(0).isNull());
    }
}
