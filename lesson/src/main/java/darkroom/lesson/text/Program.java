package darkroom.lesson.text;

import darkroom.lesson.web.Assets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.commonmark.node.FencedCodeBlock;

/**
 * A program that the text shows from its file: an empty fence of {@code java FromScratch.java Plain Java} names the
 * language, the file and what the page calls it.
 *
 * <p>A comment {@code --- title --- /path} begins a block of the program and leads to the experiment that shows it.
 *
 * @param file its name in the jar's folder of programs
 * @param title what the page calls it
 */
record Program(String file, String title) {

    /** Where the programs lie in the jar. */
    static final String FOLDER = "/lesson/programs/";

    private static final Pattern FENCE = Pattern.compile("[a-z]+ (\\w+\\.[a-z]+) (.+)");
    private static final Pattern BLOCK = Pattern.compile("\\s*(?://|#) --- (.+?)(?: --- (/\\S*))?");

    /** A comment, from the mark to the end of its line; a mark within a text has no space on both sides. */
    private static final Pattern COMMENT = Pattern.compile("(?:^|(?<=\\s))(?://|/\\*\\*|#) .*$");

    /** What a fence names, if it is no program itself. */
    static Optional<Program> of(FencedCodeBlock fence) {
        Matcher named = FENCE.matcher(String.valueOf(fence.getInfo()));
        return named.matches() ? Optional.of(new Program(named.group(1), named.group(2))) : Optional.empty();
    }

    boolean exists() {
        return Assets.list(FOLDER).contains(file);
    }

    /** Where its blocks lead. */
    List<String> links() {
        return lines().map(BLOCK::matcher)
                .filter(Matcher::matches)
                .flatMap(block -> Stream.ofNullable(block.group(2)))
                .toList();
    }

    /** The program as HTML whose text is the file's, to the letter. */
    String html() {
        StringBuilder html = new StringBuilder();
        lines().forEach(line -> html.append(html(line)).append('\n'));
        return html.toString();
    }

    private Stream<String> lines() {
        return Assets.text(FOLDER + file).lines();
    }

    private static String html(String line) {
        Matcher block = BLOCK.matcher(line), comment = COMMENT.matcher(line);
        if (block.matches()) {
            String from = escaped(line.substring(0, block.start(1))), title = escaped(line.substring(block.start(1)));
            return "<b>" + from
                    + (block.group(2) == null ? title : "<a href=\"" + block.group(2) + "\">" + title + "</a>")
                    + "</b>";
        }
        return comment.find()
                ? escaped(line.substring(0, comment.start())) + "<i>" + escaped(comment.group()) + "</i>"
                : escaped(line);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
