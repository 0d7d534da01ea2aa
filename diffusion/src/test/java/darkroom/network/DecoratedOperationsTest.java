package darkroom.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DecoratedOperationsTest {

    /** An operation with a default of its own would compile without being passed on. */
    @Test
    void everyOperationIsPassedOn() {
        assertEquals(signatures(Operations.class), signatures(DecoratedOperations.class));
    }

    private static Set<String> signatures(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> !method.isSynthetic())
                .map(DecoratedOperationsTest::signature)
                .collect(Collectors.toSet());
    }

    private static String signature(Method method) {
        return method.getName() + Arrays.toString(method.getParameterTypes());
    }
}
