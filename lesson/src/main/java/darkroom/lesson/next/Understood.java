package darkroom.lesson.next;

import darkroom.data.Scene;
import darkroom.data.SceneAttribute;
import darkroom.data.SceneMatch;
import darkroom.lesson.studio.SceneModels;
import darkroom.model.SceneReader;
import darkroom.torch.Scope;
import darkroom.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/**
 * What was asked of a picture, and what is seen in it.
 *
 * @param words the scene that is seen, in words
 * @param match of what was asked and what is seen
 */
record Understood(String words, SceneMatch match) {

    static Understood of(Scene asked, Map<SceneAttribute, Integer> seen) {
        return new Understood(Scene.of(seen).caption(), SceneMatch.of(asked, seen));
    }

    /** Has a network read pictures, in the order of the scenes that were asked for. */
    static List<Understood> of(SceneReader reader, List<Scene> asked, List<float[]> pictures) {
        List<Map<SceneAttribute, Integer>> seen = Scope.call(
                () -> reader.read(Tensors.concatenated(
                        0,
                        pictures.stream()
                                .map(one -> Tensors.of(one, 1, 3, SceneModels.SIZE, SceneModels.SIZE))
                                .toArray(Tensor[]::new))),
                kept -> Stream.empty());
        List<Understood> all = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            all.add(of(asked.get(i), seen.get(i)));
        }
        return all;
    }

    /** How many of the words say something: size, colour, form and ground, and with two things where they are. */
    int told() {
        return (int) attributes().count();
    }

    /** How many of these are right. */
    int right() {
        return (int) attributes().filter(match::isRight).count();
    }

    /** Whether there is one thing of the colour and the form that were asked for. */
    boolean isThing() {
        return Stream.of(SceneAttribute.COUNT, SceneAttribute.FIRST_COLOUR, SceneAttribute.FIRST_FORM)
                .allMatch(match::isRight);
    }

    private Stream<SceneAttribute> attributes() {
        return match.attributes().filter(attribute -> attribute != SceneAttribute.COUNT);
    }
}
