package darkroom.lesson.review;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A question in fresh numbers.
 *
 * @param question in Markdown
 * @param worked how the right answer comes about, with the numbers of the question, in Markdown
 * @param show the experiment that shows it: a path of the lesson with its settings
 * @param right the right answer, in Markdown
 * @param wrong the others, each from a misconception
 */
public record Exercise(String question, String worked, String show, String right, List<Wrong> wrong) {

    /**
     * An answer that is not right.
     *
     * @param text in Markdown
     * @param why what was mistaken for what, in Markdown
     */
    public record Wrong(String text, String why) {}

    /** Whether no two answers read the same. */
    boolean tellsApart() {
        return texts().stream().distinct().count() == texts().size();
    }

    /** The answers' texts in an order that chance decides; the same for the same chance. */
    List<String> shuffled(RandomGenerator chance) {
        List<String> from = texts(), to = new ArrayList<>();
        while (!from.isEmpty()) {
            to.add(from.remove(chance.nextInt(from.size())));
        }
        return to;
    }

    private List<String> texts() {
        List<String> texts = new ArrayList<>(List.of(right));
        wrong.forEach(one -> texts.add(one.text()));
        return texts;
    }
}
