package darkroom.data;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A scene that was asked for, held against what is seen in a picture. Two things that stand in each other's place are each taken for what they are,
 * and where they stand is wrong.
 *
 * @param asked the scene, or the one with its things exchanged, if that has more of what is seen
 * @param exchanged whether they are
 * @param seen the value of each attribute in the picture
 */
public record SceneMatch(Scene asked, boolean exchanged, Map<SceneAttribute, Integer> seen) {

    /** The better of both ways to match a scene. */
    public static SceneMatch of(Scene asked, Map<SceneAttribute, Integer> seen) {
        SceneMatch plain = new SceneMatch(asked.forward(), false, seen);
        SceneMatch other = new SceneMatch(asked.forward().exchanged(), true, seen);
        return other.count() > plain.count() ? other : plain;
    }

    private long count() {
        return attributes().filter(this::agrees).count();
    }

    /** The attributes that the scene has. */
    public Stream<SceneAttribute> attributes() {
        return Arrays.stream(SceneAttribute.values()).filter(attribute -> attribute.of(asked) != SceneAttribute.NONE);
    }

    /** Whether an attribute that the scene has is seen as it was asked for; of a second thing nothing is where one is seen. */
    public boolean isRight(SceneAttribute attribute) {
        boolean counted = agrees(SceneAttribute.COUNT);
        return agrees(attribute)
                && (counted || !attribute.isOfTwo())
                && !(exchanged && attribute == SceneAttribute.RELATION);
    }

    private boolean agrees(SceneAttribute attribute) {
        return seen.getOrDefault(attribute, SceneAttribute.NONE) == attribute.of(asked);
    }
}
