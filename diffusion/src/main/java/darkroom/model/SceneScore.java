package darkroom.model;

import darkroom.data.Scene;
import darkroom.data.SceneAttribute;
import darkroom.data.SceneMatch;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How many of the words of scenes a reader finds in their pictures. */
public final class SceneScore {

    /**
     * A kind of word; of a scene of two things it is right only for both. Things in each other's place are right, and where they stand is
     * wrong.
     */
    public enum Word {
        COLOUR,
        FORM,
        SIZE,
        RELATION,
        BACKGROUND,
        ALL;

        private List<SceneAttribute> attributes() {
            return switch (this) {
                case COLOUR -> List.of(SceneAttribute.FIRST_COLOUR, SceneAttribute.SECOND_COLOUR);
                case FORM -> List.of(SceneAttribute.FIRST_FORM, SceneAttribute.SECOND_FORM);
                case SIZE -> List.of(SceneAttribute.FIRST_SIZE, SceneAttribute.SECOND_SIZE);
                case RELATION -> List.of(SceneAttribute.COUNT, SceneAttribute.RELATION);
                case BACKGROUND -> List.of(SceneAttribute.GROUND);
                case ALL -> List.of(SceneAttribute.values());
            };
        }

        private boolean isRight(SceneMatch match) {
            return match.attributes().filter(attributes()::contains).allMatch(match::isRight);
        }
    }

    private final Map<Word, Integer> right = new EnumMap<>(Word.class);
    private int count;

    /** Adds pictures of scenes as a reader read them. */
    public void add(List<Scene> scenes, List<Map<SceneAttribute, Integer>> found) {
        for (int i = 0; i < scenes.size(); i++) {
            count++;
            SceneMatch match = SceneMatch.of(scenes.get(i), found.get(i));
            for (Word word : Word.values()) {
                right.merge(word, word.isRight(match) ? 1 : 0, Integer::sum);
            }
        }
    }

    /** How many pictures there were. */
    public int count() {
        return count;
    }

    /** The share of pictures in which a kind of word is right, in [0, 1]. */
    public double share(Word word) {
        return right.getOrDefault(word, 0) / (double) count;
    }
}
