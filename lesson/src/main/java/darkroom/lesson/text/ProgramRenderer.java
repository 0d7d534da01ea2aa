package darkroom.lesson.text;

import java.util.Map;
import java.util.Set;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Node;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlWriter;

/** Renders fences: a program of the text as it stands there, and one that lies in a file with its title and a way to save it. */
record ProgramRenderer(HtmlNodeRendererContext context) implements NodeRenderer {

    /** A program may be wider than the page: whoever has no mouse scrolls it by keys. */
    private static final Map<String, String> SCROLLED = Map.of("tabindex", "0");

    @Override
    public Set<Class<? extends Node>> getNodeTypes() {
        return Set.of(FencedCodeBlock.class);
    }

    @Override
    public void render(Node node) {
        FencedCodeBlock fence = (FencedCodeBlock) node;
        HtmlWriter writer = context.getWriter();
        writer.line();
        Program.of(fence).filter(Program::exists).ifPresentOrElse(program -> file(writer, program), () -> {
            writer.tag("pre", SCROLLED);
            writer.tag("code");
            writer.text(fence.getLiteral());
            writer.raw("</code></pre>");
        });
        writer.line();
    }

    private static void file(HtmlWriter writer, Program program) {
        writer.tag("section", Map.of("class", "program", "aria-label", program.title()));
        writer.raw("<p><span>");
        writer.text(program.title());
        writer.tag("/span");
        writer.tag("a", Map.of("href", "/programs/" + program.file(), "download", program.file()));
        writer.text("Save " + program.file());
        writer.raw("</a></p>");
        writer.tag("pre", SCROLLED);
        writer.raw("<code>" + program.html() + "</code></pre></section>");
    }
}
