package darkroom.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.data.Scene.Form;
import darkroom.data.Scene.Ground;
import darkroom.data.Scene.Hue;
import darkroom.data.Scene.Relation;
import darkroom.data.Scene.Size;
import darkroom.data.Scene.Thing;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ScenesTest {

    private static final int SIZE = 64;
    private static final Scenes SCENES = new Scenes(SIZE);

    @Test
    void aBatchFollowsFromSeedAndIndexAlone() {
        Batch once = SCENES.batch(3, 70, 5), again = new Scenes(SIZE).batch(3, 70, 5);
        assertArrayEquals(once.values(), again.values());
        assertEquals(once.captions(), again.captions());
        assertFalse(Arrays.equals(once.values(), SCENES.batch(3, 71, 5).values()));
        Batch part = once.rows(1, 2);
        assertEquals(once.captions().subList(1, 3), part.captions());
    }

    @Test
    void captionsSayScenesAndNoneIsHeldOut() {
        Set<Form> forms = EnumSet.noneOf(Form.class);
        int two = 0;
        for (String caption : SCENES.batch(1, 0, 2000).captions()) {
            Scene scene = Scene.of(caption);
            assertEquals(caption, scene.caption());
            assertFalse(scene.first().isHeldOut(), caption);
            Thing second = scene.second();
            if (second != null) {
                assertFalse(second.isHeldOut(), caption);
                two++;
            }
            forms.add(scene.first().form());
        }
        assertEquals(EnumSet.allOf(Form.class), forms);
        assertEquals(1000, two, 100);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "0.8, 760, 840", "1, 1000, 1000"})
    void asManyAsAskedShowTwoThings(double share, int least, int most) {
        long two = new Scenes(32, false, share, null)
                .batch(1, 0, 1000).captions().stream()
                        .filter(caption -> Scene.of(caption).second() != null)
                        .count();
        assertTrue(least <= two && two <= most, two + " of 1000");
    }

    /** A picture does not depend on how its caption names it. */
    @ParameterizedTest
    @CsvSource({"0, 0, 0", "0.75, 700, 800", "1, 1000, 1000"})
    void asManyAsAskedAreNamedForward(double share, int least, int most) {
        Batch named = new Scenes(32, false, 1, share).batch(1, 0, 1000);
        long forward = named.captions().stream()
                .filter(caption -> caption.contains("left of") || caption.contains("above"))
                .count();
        assertTrue(least <= forward && forward <= most, forward + " of 1000");
        Batch all = new Scenes(32, false, 1, 1.0).batch(1, 0, 1000);
        for (int i = 0; i < 1000; i++) {
            assertEquals(
                    all.captions().get(i),
                    Scene.of(named.captions().get(i)).forward().caption());
        }
    }

    @Test
    void whatIsHeldOutIsOnePairForEachFormAndColour() {
        Set<Form> forms = EnumSet.noneOf(Form.class);
        Set<Hue> hues = EnumSet.noneOf(Hue.class);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 300; i++) {
            Thing thing = Scene.heldOut(random).first();
            assertTrue(thing.isHeldOut());
            forms.add(thing.form());
            hues.add(thing.hue());
        }
        assertEquals(EnumSet.allOf(Form.class), forms);
        assertEquals(EnumSet.allOf(Hue.class), hues);
    }

    @Test
    void aSceneOfTwoCanBeNamedFromEitherSide() {
        Scene scene = Scene.of("a small red ring below a large blue square on sand");
        assertEquals(
                "a large blue square above a small red ring on sand",
                scene.forward().caption());
        assertEquals(scene.forward(), scene.forward().forward());
    }

    @Test
    void aSceneIsKnownByItsAttributes() {
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 200; i++) {
            Scene scene = Scene.draw(i % 2 == 0, true, random);
            Map<SceneAttribute, Integer> values = new EnumMap<>(SceneAttribute.class);
            for (SceneAttribute attribute : SceneAttribute.values()) {
                values.put(attribute, Math.max(0, attribute.of(scene)));
            }
            assertEquals(scene.forward(), Scene.of(values));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "a large red circle, has more words",
        "the large red circle on white, has 'a' where",
        "a large crimson circle on white, where this one has 'crimson'",
        "a large red circle left a small red ring on white, has 'of' where",
        "a large red circle on white sand, ends with the ground"
    })
    void whatIsNoSceneIsRefusedByItsWord(String caption, String reason) {
        String message = assertThrows(IllegalArgumentException.class, () -> Scene.of(caption))
                .getMessage();
        assertTrue(message.contains(reason), message);
    }

    /** The thing lies on its side of the picture, in its colour, larger when it is large, and the ground is everywhere else. */
    @ParameterizedTest
    @EnumSource(Relation.class)
    void thePictureShowsWhatTheCaptionSays(Relation relation) {
        for (Form form : Form.values()) {
            Thing small = new Thing(Size.SMALL, Hue.RED, form), large = new Thing(Size.LARGE, Hue.BLUE, form);
            float[] picture = SCENES.draw(new Scene(small, relation, large, Ground.WHITE), new SplittableRandom(5));
            List<int[]> red = places(picture, Hue.RED), blue = places(picture, Hue.BLUE);
            assertTrue(blue.size() > 1.8 * red.size(), form + ": " + red.size() + " and " + blue.size());
            assertTrue(red.size() > 35, form + ": " + red.size());
            int along = relation == Relation.LEFT_OF || relation == Relation.RIGHT_OF ? 0 : 1;
            double difference = middle(red, along) - middle(blue, along);
            boolean before = relation == Relation.LEFT_OF || relation == Relation.ABOVE;
            assertTrue(before ? difference < -25 : difference > 25, form + ": " + difference);
            assertEquals(245 / 127.5 - 1, picture[0], 0.05);
        }
    }

    @Test
    void anotherSizeShowsTheSame() {
        Scene scene = Scene.of("a large green star on black");
        float[] small = SCENES.draw(scene, new SplittableRandom(9)),
                large = new Scenes(128).draw(scene, new SplittableRandom(9));
        double worst = 0;
        for (int row = 0; row < SIZE; row++) {
            for (int column = 0; column < SIZE; column++) {
                int at = 2 * row * 2 * SIZE + 2 * column;
                float mean = (large[at] + large[at + 1] + large[at + 2 * SIZE] + large[at + 2 * SIZE + 1]) / 4;
                worst = Math.max(worst, Math.abs(mean - small[row * SIZE + column]));
            }
        }
        assertTrue(worst < 0.35, "worst " + worst);
    }

    private static double middle(List<int[]> places, int along) {
        return places.stream().mapToInt(place -> place[along]).average().orElseThrow();
    }

    /** The places, from the left and from above, whose colour is about this one. */
    private static List<int[]> places(float[] picture, Hue hue) {
        return IntStream.range(0, SIZE * SIZE)
                .filter(pixel -> IntStream.range(0, 3)
                        .allMatch(i -> Math.abs((picture[i * SIZE * SIZE + pixel] + 1) * 127.5 - hue.colour()[i]) < 15))
                .mapToObj(pixel -> new int[] {pixel % SIZE, pixel / SIZE})
                .toList();
    }
}
