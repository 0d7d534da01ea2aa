package darkroom.lesson.text;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.CustomNode;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;
import org.commonmark.parser.beta.InlineContentParser;
import org.commonmark.parser.beta.InlineContentParserFactory;
import org.commonmark.parser.beta.ParsedInline;
import org.commonmark.parser.beta.Position;
import org.commonmark.parser.beta.Scanner;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlRenderer;

/** Markdown as the lesson's text has it: CommonMark, tables, and formulas between dollar signs. */
public final class Markdown {

    private static final List<Extension> TABLES = List.of(TablesExtension.create());
    private static final Parser PARSER = Parser.builder()
            .extensions(TABLES)
            .includeSourceSpans(IncludeSourceSpans.BLOCKS_AND_INLINES)
            .customInlineContentParserFactory(new FormulaFactory())
            .build();
    private static final HtmlRenderer RENDERER = HtmlRenderer.builder()
            .extensions(TABLES)
            .nodeRendererFactory(FormulaRenderer::new)
            .nodeRendererFactory(ProgramRenderer::new)
            .build();

    /** An element of the page that stands alone is no paragraph. */
    private static final Pattern ALONE = Pattern.compile("<p>(<([a-z]+-[a-z-]+)[^<>]*></\\2>)</p>");

    /** A heading may carry a name: {@code ## Words {#words}}. */
    private static final Pattern NAMED = Pattern.compile("<h([1-6])>(.*?) \\{#([a-z0-9-]+)}</h\\1>");

    private static final String WORD = "<a href=\"/glossary#";

    private Markdown() {}

    /** What a scan finds; lines count from 0. */
    interface Reader {

        void html(int line, String html);

        void link(int line, String to);

        void image(int line);

        void program(int line, Program program);
    }

    /** A text of several paragraphs as HTML. */
    static String html(String markdown) {
        String html = ALONE.matcher(RENDERER.render(PARSER.parse(markdown))).replaceAll("$1");
        return NAMED.matcher(html)
                .replaceAll("<h$1 id=\"$3\">$2</h$1>")
                .replace(WORD, "<a class=\"term\" " + WORD.substring("<a ".length()));
    }

    /** Reads a text for what may be wrong in it. */
    static void scan(String markdown, Reader reader) {
        PARSER.parse(markdown).accept(new AbstractVisitor() {
            @Override
            public void visit(HtmlInline inline) {
                reader.html(line(inline), inline.getLiteral());
            }

            @Override
            public void visit(HtmlBlock block) {
                reader.html(line(block), block.getLiteral());
            }

            @Override
            public void visit(Link link) {
                reader.link(line(link), link.getDestination());
                visitChildren(link);
            }

            @Override
            public void visit(FencedCodeBlock fence) {
                Program.of(fence).ifPresent(program -> reader.program(line(fence), program));
            }

            @Override
            public void visit(Image image) {
                reader.image(line(image));
            }
        });
    }

    private static int line(Node node) {
        Node at = node;
        while (at.getSourceSpans().isEmpty() && at.getParent() != null) {
            at = at.getParent();
        }
        return at.getSourceSpans().isEmpty() ? 0 : at.getSourceSpans().get(0).getLineIndex();
    }

    /** One line of text as HTML without its paragraph. */
    public static String line(String markdown) {
        String html = html(markdown).strip();
        return html.startsWith("<p>") && html.endsWith("</p>") ? html.substring(3, html.length() - 4) : html;
    }

    /** A formula in the notation of TeX; the page sets it, and without scripts its source can be read. */
    private static final class Formula extends CustomNode {

        private final String tex;
        private final boolean display;

        Formula(String tex, boolean display) {
            this.tex = tex;
            this.display = display;
        }
    }

    /** No line breaks between a formula and these. */
    private static final String CLOSING = ",.;:!?)";

    private static final String JOINED = "\u2060";

    private static final class FormulaFactory implements InlineContentParserFactory {

        @Override
        public Set<Character> getTriggerCharacters() {
            return Set.of('$');
        }

        @Override
        public InlineContentParser create() {
            return state -> {
                Scanner scanner = state.scanner();
                int dollars = scanner.matchMultiple('$');
                Position start = scanner.position();
                while (dollars <= 2 && scanner.find('$') >= 0) {
                    Position end = scanner.position();
                    if (scanner.matchMultiple('$') == dollars) {
                        String tex = scanner.getSource(start, end).getContent();
                        return ParsedInline.of(new Formula(tex, dollars == 2), scanner.position());
                    }
                }
                return ParsedInline.none();
            };
        }
    }

    private record FormulaRenderer(HtmlNodeRendererContext context) implements NodeRenderer {

        @Override
        public Set<Class<? extends Node>> getNodeTypes() {
            return Set.of(Formula.class);
        }

        @Override
        public void render(Node node) {
            Formula formula = (Formula) node;
            context.getWriter().tag("span", Map.of("class", formula.display ? "tex display" : "tex"));
            context.getWriter().text(formula.tex);
            context.getWriter().tag("/span");
            if (node.getNext() instanceof Text text
                    && CLOSING.indexOf(text.getLiteral().charAt(0)) >= 0) {
                context.getWriter().text(JOINED);
            }
        }
    }
}
