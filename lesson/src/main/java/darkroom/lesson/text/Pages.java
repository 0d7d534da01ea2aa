package darkroom.lesson.text;

import darkroom.lesson.web.Assets;
import darkroom.lesson.web.Json;
import darkroom.lesson.web.WebJars;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The lesson's pages, one for each part and those beside them, put together once from the frame, their texts and the import map. */
public final class Pages {

    private static final List<String> FILES = List.of(
            "0-opening.md",
            "1-drown.md",
            "2-forward.md",
            "3-schedules.md",
            "4-reverse.md",
            "5-journey.md",
            "6-playground.md",
            "7-takeaways.md",
            "8-next.md");

    /** Pages that are no part of the lesson. */
    private static final List<String> BESIDE = List.of(
            "next-words.md",
            "next-latents.md",
            "next-transformers.md",
            "glossary.md",
            "progress.md",
            "certificate.md",
            "verify.md");

    private static final Map<String, String> IMPORTS = new TreeMap<>(Map.of(
            "lit", WebJars.path("lit", "index.js"),
            "lit-html", WebJars.path("lit-html", "lit-html.js"),
            "lit/", WebJars.path("lit", ""),
            "lit-html/", WebJars.path("lit-html", ""),
            "lit-element/lit-element.js", WebJars.path("lit-element", "lit-element.js"),
            "@lit/reactive-element", WebJars.path("lit__reactive-element", "reactive-element.js"),
            "katex", WebJars.path("katex", "dist/katex.mjs"),
            "uplot", WebJars.path("uplot", "dist/uPlot.esm.js")));

    private final Map<String, Assets.Asset> pages = new TreeMap<>();
    private final List<Part> parts;
    private final String policy;

    public Pages(LessonText text, Checks checks) {
        parts = read(text, "parts/", FILES);
        List<Part> all = new ArrayList<>(parts);
        all.addAll(read(text, "pages/", BESIDE));
        String imports = Json.object()
                .set(
                        "imports",
                        IMPORTS.entrySet().stream()
                                .collect(
                                        Json::object,
                                        (map, entry) -> map.put(entry.getKey(), entry.getValue()),
                                        (a, b) -> {}))
                .toString();
        Elements elements = new Elements();
        String frame = Assets.text("/lesson/page.html");
        for (int i = 0; i < all.size(); i++) {
            Part part = all.get(i);
            String asked = check(part, checks);
            String html = frame.replace("{{imports}}", imports)
                    .replace("{{katex}}", WebJars.path("katex", "dist/katex.min.css"))
                    .replace("{{uplot}}", WebJars.path("uplot", "dist/uPlot.min.css"))
                    .replace("{{elements}}", elements.head(part.body() + asked))
                    .replace(
                            "{{path}}",
                            part.path().isEmpty() ? "opening" : part.path().replace('/', '-'))
                    .replace("{{heading}}", heading(part))
                    .replace("{{film}}", film(part))
                    .replace("{{eyebrow}}", eyebrow(part))
                    .replace("{{title}}", part.title())
                    .replace("{{lead}}", part.lead())
                    .replace("{{body}}", part.body())
                    .replace("{{check}}", asked)
                    .replace("{{next}}", onward(i, part));
            pages.put(part.path(), Assets.Asset.of(html.getBytes(StandardCharsets.UTF_8), "text/html; charset=utf-8"));
        }
        policy = "default-src 'none'; script-src 'self' 'sha256-" + hash(imports)
                + "'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; base-uri 'none';"
                + " form-action 'none'; frame-ancestors 'none'";
    }

    private static List<Part> read(LessonText text, String folder, List<String> files) {
        return files.stream()
                .map(file -> Part.of(folder + file, text.read(folder + file)))
                .toList();
    }

    /** The files of Markdown that the pages are made of. */
    static List<String> files() {
        return Stream.concat(
                        FILES.stream().map(file -> "parts/" + file),
                        BESIDE.stream().map(file -> "pages/" + file))
                .toList();
    }

    /** The page of each path. */
    public Map<String, Assets.Asset> all() {
        return pages;
    }

    /** The parts that there are. */
    public List<Part> parts() {
        return parts;
    }

    /** What a page may load: this server's files and the one import map, nothing else. */
    public String policy() {
        return policy;
    }

    private static String heading(Part part) {
        return part.number() == 0 ? "Darkroom: diffusion models" : part.name() + " · Darkroom";
    }

    /** The part that a page belongs to, as its path says. */
    private Optional<Part> above(Part page) {
        return parts.stream()
                .filter(part -> page.path().startsWith(part.path() + "/"))
                .findAny();
    }

    private String eyebrow(Part part) {
        return part.number() > 0
                ? "<p class=\"eyebrow\">" + numbered(part) + "</p>"
                : above(part)
                        .map(whole -> "<p class=\"eyebrow\"><a href=\"/" + whole.path() + "\">" + numbered(whole)
                                + "</a></p>")
                        .orElse("");
    }

    private static String numbered(Part part) {
        return "Part " + part.number() + ", " + part.name().toLowerCase(Locale.ROOT);
    }

    private String film(Part here) {
        Optional<Part> whole = above(here);
        return parts.stream()
                .map(part -> "<li><a href=\"/" + part.path() + "\""
                        + (part.equals(here)
                                ? " aria-current=\"page\""
                                : whole.filter(part::equals).isPresent() ? " aria-current=\"true\"" : "")
                        + "><span class=\"frame\">" + part.number() + "</span><span class=\"name\">" + part.name()
                        + "</span></a></li>")
                .collect(Collectors.joining("\n"));
    }

    /** Where a page leads: a part to the next, the last to completion, a page that belongs to a part back to it, others nowhere. */
    private String onward(int place, Part page) {
        if (place >= parts.size()) {
            return above(page)
                    .map(whole -> onward(whole.path(), "Back to part " + whole.number(), whole.title()))
                    .orElse("");
        }
        if (place == parts.size() - 1) {
            return onward("progress", "Worked through all parts?", "Mark the lesson as complete, for a certificate");
        }
        Part next = parts.get(place + 1);
        return onward(next.path(), "Next, part " + next.number(), next.title());
    }

    private static String onward(String path, String label, String title) {
        return "<a class=\"next\" href=\"/" + path + "\"><span class=\"label\">" + label
                + "</span><span class=\"title\">" + title + "</span></a>";
    }

    private static String check(Part part, Checks checks) {
        return IntStream.of(Checks.FIRST, Checks.SECOND)
                .filter(number -> checks.has(part.number(), number))
                .mapToObj(number ->
                        "<quick-check part=\"" + part.number() + "\" number=\"" + number + "\"></quick-check>")
                .collect(Collectors.joining("\n"));
    }

    private static String hash(String script) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
