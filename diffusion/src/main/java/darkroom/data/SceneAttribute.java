package darkroom.data;

import darkroom.data.Scene.Form;
import darkroom.data.Scene.Ground;
import darkroom.data.Scene.Hue;
import darkroom.data.Scene.Relation;
import darkroom.data.Scene.Size;
import darkroom.data.Scene.Thing;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What there is to say of a {@link Scene}, named from the left to the right or from above to below. */
public enum SceneAttribute {
    COUNT,
    GROUND,
    RELATION,
    FIRST_SIZE,
    FIRST_COLOUR,
    FIRST_FORM,
    SECOND_SIZE,
    SECOND_COLOUR,
    SECOND_FORM;

    /** Stands for an attribute that a scene does not have. */
    public static final int NONE = -1;

    private List<?> all() {
        return switch (this) {
            case COUNT -> List.of(false, true);
            case GROUND -> List.of(Ground.values());
            case RELATION -> List.of(Relation.LEFT_OF, Relation.ABOVE);
            case FIRST_SIZE, SECOND_SIZE -> List.of(Size.values());
            case FIRST_COLOUR, SECOND_COLOUR -> List.of(Hue.values());
            case FIRST_FORM, SECOND_FORM -> List.of(Form.values());
        };
    }

    private @Nullable Object read(Scene scene) {
        Thing second = scene.second();
        return switch (this) {
            case COUNT -> second != null;
            case GROUND -> scene.ground();
            case RELATION -> scene.relation();
            case FIRST_SIZE -> scene.first().size();
            case FIRST_COLOUR -> scene.first().hue();
            case FIRST_FORM -> scene.first().form();
            case SECOND_SIZE -> second == null ? null : second.size();
            case SECOND_COLOUR -> second == null ? null : second.hue();
            case SECOND_FORM -> second == null ? null : second.form();
        };
    }

    /** Whether a scene of one thing does not have it. */
    boolean isOfTwo() {
        return switch (this) {
            case RELATION, SECOND_SIZE, SECOND_COLOUR, SECOND_FORM -> true;
            case COUNT, GROUND, FIRST_SIZE, FIRST_COLOUR, FIRST_FORM -> false;
        };
    }

    /** The value of a number from 0. */
    Object value(int number) {
        return all().get(number);
    }

    /** How many values it has. */
    public int size() {
        return all().size();
    }

    /** Its value for a scene, from 0, or {@link #NONE}; the same from whichever side the scene is named. */
    public int of(Scene scene) {
        Object value = read(scene.forward());
        return value == null ? NONE : all().indexOf(value);
    }

    /** The name of each value of all attributes, one after the other. */
    public static List<String> labels() {
        List<String> labels = new ArrayList<>();
        for (SceneAttribute attribute : values()) {
            for (int i = 0; i < attribute.size(); i++) {
                labels.add(attribute.name().toLowerCase(Locale.ROOT).replace('_', '-') + "-" + i);
            }
        }
        return labels;
    }
}
