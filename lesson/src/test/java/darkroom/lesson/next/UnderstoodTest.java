package darkroom.lesson.next;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.data.Scene;
import darkroom.data.SceneAttribute;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many words of a sentence a picture shows. */
class UnderstoodTest {

    /** As a classifier says it: of a second thing it says something, too, where there is none. */
    private static Understood shown(String asked, String seen) {
        Scene scene = Scene.of(seen);
        Map<SceneAttribute, Integer> values = new EnumMap<>(SceneAttribute.class);
        for (SceneAttribute attribute : SceneAttribute.values()) {
            values.put(attribute, Math.max(0, attribute.of(scene)));
        }
        return Understood.of(Scene.of(asked), values);
    }

    @ParameterizedTest
    @CsvSource({
        "a large red star on white, a large red star on white, 4, 4",
        "a large red star on white, a large red heart on white, 3, 4",
        "a large red star on white, a small blue heart on black, 0, 4",
        "a large red star left of a small blue ring on sky, a large red star left of a small blue ring on sky, 8, 8",
        "a small blue ring right of a large red star on sky, a large red star left of a small blue ring on sky, 8, 8",
        "a large red star left of a small blue ring on sky, a large red star above a small blue ring on sky, 7, 8",
        "a small blue ring left of a small red circle on sky, a small red circle left of a small blue ring on sky, 7, 8",
        "a large red star left of a small red circle on sky, a large red star on sky, 4, 8",
        "a large red star on sky, a large red star above a small blue ring on sky, 4, 4"
    })
    void wordsAreCounted(String asked, String seen, int right, int told) {
        Understood one = shown(asked, seen);
        assertEquals(right, one.right());
        assertEquals(told, one.told());
        assertEquals(Scene.of(seen).forward().caption(), one.words());
    }

    @Test
    void aThingIsItsColourAndItsFormAlone() {
        String asked = "a large red star on white";
        assertTrue(shown(asked, "a small red star on black").isThing());
        assertFalse(shown(asked, "a large red heart on white").isThing());
        assertFalse(shown(asked, "a large pink star on white").isThing());
        assertFalse(
                shown(asked, "a large red star above a small red star on white").isThing());
    }
}
