package darkroom.lesson.text;

import java.util.ArrayList;
import java.util.List;

/**
 * A quick check: one question, four answers, one of them right.
 *
 * @param part the part that it closes
 * @param number 1 for the check that counts, 2 for the one on a new situation that follows it
 * @param question as HTML
 * @param show the experiment that proves it: a path of the lesson with its settings; empty for none
 * @param options the answers, in their order
 */
public record Check(int part, int number, String question, String show, List<Option> options) {

    /**
     * An answer.
     *
     * @param text as HTML
     * @param right whether it is the right one
     * @param why the explanation that a learner gets who chose it, as HTML
     */
    public record Option(String text, boolean right, String why) {}

    private static final int OPTIONS = 4;
    private static final String PART = "## Part ";
    private static final String NEW_SITUATION = ", a new situation";
    private static final String SHOW = "show: ";
    private static final String RIGHT = "- [x] ";
    private static final String WRONG = "- [ ] ";
    private static final String INDENT = "  ";

    /**
     * Reads the checks of a file: {@code ## Part 2} or {@code ## Part 2, a new situation}, the question, {@code show: /path}, then four answers, {@code - [x]}
     * before the right one and {@code - [ ]} before the others, each with its explanation indented below.
     *
     * @throws IllegalArgumentException naming file and line when it is not so, a line of text for each check that is not sound
     */
    public static List<Check> of(String file, String text) {
        List<Check> checks = new ArrayList<>();
        List<String> mistakes = new ArrayList<>();
        String[] lines = text.replace("\r\n", "\n").split("\n");
        int at = 0;
        while (at < lines.length) {
            if (lines[at].startsWith(PART)) {
                int end = at + 1;
                while (end < lines.length && !lines[end].startsWith(PART)) {
                    end++;
                }
                try {
                    checks.add(check(file, lines, at, end));
                } catch (IllegalArgumentException e) {
                    mistakes.add(String.valueOf(e.getMessage()));
                }
                at = end;
            } else {
                at++;
            }
        }
        if (!mistakes.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", mistakes));
        }
        return checks;
    }

    private static Check check(String file, String[] lines, int start, int end) {
        String heading = lines[start].substring(PART.length()).strip();
        boolean again = heading.endsWith(NEW_SITUATION);
        String part = again ? heading.substring(0, heading.length() - NEW_SITUATION.length()) : heading;
        require(part.matches("\\d"), file, start, "a part is one digit, not '" + part + "'");
        StringBuilder question = new StringBuilder();
        String show = "";
        List<Option> options = new ArrayList<>();
        for (int i = start + 1; i < end; i++) {
            String line = lines[i];
            if (line.startsWith(SHOW)) {
                show = line.substring(SHOW.length()).strip();
                require(
                        show.startsWith("/") && !show.startsWith("//"),
                        file,
                        i,
                        "what is shown is a path of the lesson");
            } else if (line.startsWith(RIGHT) || line.startsWith(WRONG)) {
                StringBuilder why = new StringBuilder();
                for (int k = i + 1; k < end && lines[k].startsWith(INDENT); k++) {
                    why.append(lines[k].strip()).append(' ');
                }
                require(!why.isEmpty(), file, i, "an answer needs an explanation, indented on the next line");
                options.add(new Option(
                        Markdown.line(line.substring(RIGHT.length())),
                        line.startsWith(RIGHT),
                        Markdown.line(why.toString().strip())));
            } else if (!line.startsWith(INDENT) && !line.isBlank()) {
                require(options.isEmpty(), file, i, "the question stands before its answers");
                question.append(line.strip()).append(' ');
            }
        }
        require(!question.isEmpty(), file, start, "a check needs a question");
        require(options.size() == OPTIONS, file, start, "a check has four answers, not " + options.size());
        require(options.stream().filter(Option::right).count() == 1, file, start, "exactly one answer is right");
        return new Check(
                Integer.parseInt(part),
                again ? 2 : 1,
                Markdown.line(question.toString().strip()),
                show,
                List.copyOf(options));
    }

    private static void require(boolean holds, String file, int line, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(file + ", line " + (line + 1) + ": " + otherwise + ".");
        }
    }
}
