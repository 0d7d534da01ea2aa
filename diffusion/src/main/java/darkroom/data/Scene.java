package darkroom.data;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A small picture in words: one thing on a ground, as in "a large red circle on white", or two, as in "a small red ring left of a large blue
 * square on sand".
 *
 * @param first the thing that is named first
 * @param relation where the first is, seen from the second; null with {@code second}
 * @param second the thing that is named second; null where there is only one
 * @param ground what they are on
 */
public record Scene(
        Thing first, @Nullable Relation relation, @Nullable Thing second, Ground ground) {

    /** The colours of things. */
    public enum Hue {
        RED(0xDC2828),
        ORANGE(0xF08C1E),
        YELLOW(0xF0DC32),
        GREEN(0x32AA46),
        BLUE(0x325ADC),
        PURPLE(0x8C3CB4),
        PINK(0xF08CBE),
        BROWN(0x784B28);
        private final int colour;

        Hue(int colour) {
            this.colour = colour;
        }

        int[] colour() {
            return bytes(colour);
        }
    }

    /** What things are on. */
    public enum Ground {
        BLACK(0x0F0F0F),
        WHITE(0xF5F5F5),
        GREY(0x808080),
        SKY(0xA5D2F0),
        SAND(0xE1CDA0);
        private final int colour;

        Ground(int colour) {
            this.colour = colour;
        }

        int[] colour() {
            return bytes(colour);
        }
    }

    /** How large a thing is. */
    public enum Size {
        SMALL,
        LARGE
    }

    /** What things can be. */
    public enum Form {
        CIRCLE,
        RING,
        SQUARE,
        TRIANGLE,
        CROSS,
        STAR,
        HEART,
        MOON
    }

    /** Where a thing is, seen from another. */
    public enum Relation {
        LEFT_OF,
        RIGHT_OF,
        ABOVE,
        BELOW;

        /** Where the other is, seen from the thing. */
        Relation turned() {
            return switch (this) {
                case LEFT_OF -> RIGHT_OF;
                case RIGHT_OF -> LEFT_OF;
                case ABOVE -> BELOW;
                case BELOW -> ABOVE;
            };
        }

        /** Whether the thing comes first when one looks from the left to the right, or from above to below. */
        boolean isForward() {
            return this == LEFT_OF || this == ABOVE;
        }
    }

    /** A thing: how large, of which colour, and what it is. */
    public record Thing(Size size, Hue hue, Form form) {

        private static final Map<Form, Hue> HELD_OUT = Map.of(
                Form.STAR, Hue.RED,
                Form.HEART, Hue.BLUE,
                Form.MOON, Hue.GREEN,
                Form.CROSS, Hue.YELLOW,
                Form.RING, Hue.PURPLE,
                Form.SQUARE, Hue.PINK,
                Form.TRIANGLE, Hue.ORANGE,
                Form.CIRCLE, Hue.BROWN);

        /** Whether its colour and form are a pair that no training sees. */
        public boolean isHeldOut() {
            return HELD_OUT.get(form) == hue;
        }

        private String words() {
            return "a " + word(size) + " " + word(hue) + " " + word(form);
        }
    }

    public Scene {
        if ((relation == null) != (second == null)) {
            throw new IllegalArgumentException(
                    "A scene of two things says where one is, and one of a single thing does not.");
        }
    }

    /**
     * A scene of one thing or of two.
     *
     * @param all whether things may be such that no training sees them
     */
    public static Scene draw(boolean two, boolean all, RandomGenerator random) {
        Ground ground = any(Ground.values(), random);
        Thing first = thing(all, random);
        return two
                ? new Scene(first, any(Relation.values(), random), thing(all, random), ground)
                : new Scene(first, null, null, ground);
    }

    /** A scene of a single thing that no training sees. */
    public static Scene heldOut(RandomGenerator random) {
        Form form = any(Form.values(), random);
        Hue hue = Thing.HELD_OUT.getOrDefault(form, Hue.RED);
        return new Scene(new Thing(any(Size.values(), random), hue, form), null, null, any(Ground.values(), random));
    }

    private static Thing thing(boolean all, RandomGenerator random) {
        Thing thing;
        do {
            thing = new Thing(any(Size.values(), random), any(Hue.values(), random), any(Form.values(), random));
        } while (!all && thing.isHeldOut());
        return thing;
    }

    private static <E> E any(E[] values, RandomGenerator random) {
        return values[Keyed.below(random, values.length)];
    }

    /**
     * The scene of a caption.
     *
     * @throws IllegalArgumentException when it is none; says which word is not known, or what is expected
     */
    public static Scene of(String caption) {
        Words words = new Words(caption);
        Thing first = words.thing();
        Relation relation = words.relation();
        return new Scene(first, relation, relation == null ? null : words.thing(), words.ground());
    }

    /**
     * The scene of values of attributes, each from 0: the opposite of {@link SceneAttribute#of}.
     *
     * @param values of all attributes; those of a second thing are passed over where {@link SceneAttribute#COUNT} says that there is none
     */
    public static Scene of(Map<SceneAttribute, Integer> values) {
        Thing first = new Thing(
                value(Size.class, SceneAttribute.FIRST_SIZE, values),
                value(Hue.class, SceneAttribute.FIRST_COLOUR, values),
                value(Form.class, SceneAttribute.FIRST_FORM, values));
        Ground ground = value(Ground.class, SceneAttribute.GROUND, values);
        if (!value(Boolean.class, SceneAttribute.COUNT, values)) {
            return new Scene(first, null, null, ground);
        }
        Thing second = new Thing(
                value(Size.class, SceneAttribute.SECOND_SIZE, values),
                value(Hue.class, SceneAttribute.SECOND_COLOUR, values),
                value(Form.class, SceneAttribute.SECOND_FORM, values));
        return new Scene(first, value(Relation.class, SceneAttribute.RELATION, values), second, ground);
    }

    private static <E> E value(Class<E> type, SceneAttribute attribute, Map<SceneAttribute, Integer> values) {
        return type.cast(attribute.value(values.getOrDefault(attribute, SceneAttribute.NONE)));
    }

    /** The caption. */
    public String caption() {
        return first.words()
                + (relation == null || second == null ? "" : " " + word(relation) + " " + second.words())
                + " on " + word(ground);
    }

    /** The same scene named from the left to the right, or from above to below. */
    public Scene forward() {
        return relation == null || relation.isForward() ? this : turned();
    }

    /** The same scene named from its other thing; itself where it has one. */
    Scene turned() {
        return relation == null || second == null
                ? this
                : new Scene(/* first= */ second, relation.turned(), /* second= */ first, ground);
    }

    /** The same with its two things in each other's place; itself where it has one. */
    public Scene exchanged() {
        return second == null ? this : new Scene(/* first= */ second, relation, /* second= */ first, ground);
    }

    /** All words of captions. */
    public static List<String> words() {
        return Stream.of(Size.values(), Hue.values(), Form.values(), Relation.values(), Ground.values())
                .flatMap(Arrays::stream)
                .flatMap(value -> Arrays.stream(word(value).split(" ")))
                .distinct()
                .toList();
    }

    /** Red, green and blue of 255. */
    private static int[] bytes(int colour) {
        return new int[] {colour >> 16 & 0xFF, colour >> 8 & 0xFF, colour & 0xFF};
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** The words of a caption, read from the first to the last. */
    private static final class Words {

        private final String caption;
        private final List<String> words;
        private int next;

        Words(String caption) {
            this.caption = caption;
            words = List.of(caption.strip().toLowerCase(Locale.ROOT).split("\\s+"));
        }

        Thing thing() {
            require("a");
            return new Thing(next(Size.values()), next(Hue.values()), next(Form.values()));
        }

        @Nullable
        Relation relation() {
            if (next < words.size() && words.get(next).equals("on")) {
                return null;
            }
            Relation relation = next(Relation.values());
            if (word(relation).contains(" ")) {
                require("of");
            }
            return relation;
        }

        Ground ground() {
            require("on");
            Ground ground = next(Ground.values());
            if (next < words.size()) {
                throw refused("ends with the ground, not with '" + words.get(next) + "'");
            }
            return ground;
        }

        private void require(String word) {
            if (!take().equals(word)) {
                throw refused("has '" + word + "' where this one has '" + words.get(next - 1) + "'");
            }
        }

        private <E extends Enum<E>> E next(E[] values) {
            String word = take();
            Function<E, String> first = value -> word(value).split(" ")[0];
            return Arrays.stream(values)
                    .filter(value -> first.apply(value).equals(word))
                    .findFirst()
                    .orElseThrow(() -> refused("has one of "
                            + Arrays.stream(values).map(Scene::word).toList() + " where this one has '" + word + "'"));
        }

        private String take() {
            if (next == words.size()) {
                throw refused("has more words");
            }
            return words.get(next++);
        }

        private IllegalArgumentException refused(String expected) {
            return new IllegalArgumentException("'" + caption + "' is no scene: a scene " + expected + ".");
        }
    }
}
