package darkroom.lesson.text;

import java.util.List;

/** What is wrong with a teacher's text, a sentence for each mistake, by file and line. */
public final class TextMistakes extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient List<String> sentences;

    TextMistakes(List<String> sentences) {
        super(String.join("\n", sentences));
        this.sentences = List.copyOf(sentences);
    }

    /** One sentence for each mistake. */
    public List<String> sentences() {
        return sentences;
    }
}
