package darkroom.lesson.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds what is wrong with the lesson's text before anybody reads it, and says where. */
final class Proofreader {

    /** Addresses that are no pages of Markdown. */
    private static final Set<String> OTHER = Set.of("certificate/key");

    private static final Set<String> PLAIN = Set.of("br", "kbd", "sub", "sup", "summary", "details");
    private static final Pattern QUIET = Pattern.compile("(\\s+(?!on|style)[a-z][a-z-]*(=\"[^\"<>]*\")?)*\\s*/?");
    private static final Pattern ANCHOR = Pattern.compile("(?m)^#+ .* \\{#([a-z0-9-]+)}$");
    private static final Pattern NAMED = Pattern.compile("<[a-z]+-[a-z-]+ id=\"([a-z-]+)\"></");
    private static final Pattern SHOW = Pattern.compile("show: (\\S+)\\s*");
    private static final String GLOSSARY = "glossary";

    private final LessonText text;
    private final Elements elements = new Elements();
    private final Set<String> paths = new HashSet<>(OTHER);
    private final Set<String> words = new HashSet<>();
    private final Map<String, Set<String>> experiments = new HashMap<>();
    private final List<String> mistakes = new ArrayList<>();

    Proofreader(LessonText text) {
        this.text = text;
    }

    /** A sentence for each mistake. */
    List<String> mistakes() {
        heads();
        for (String file : LessonText.files()) {
            String source = text.read(file);
            String[] lines = source.split("\n", -1);
            int head = file.equals(LessonText.CHECKS) ? 0 : Part.bodyLine(source);
            List<String> body = new ArrayList<>(List.of(lines).subList(Math.min(head, lines.length), lines.length));
            Markdown.scan(String.join("\n", body), new Markdown.Reader() {
                @Override
                public void html(int line, String html) {
                    elements(file, head + line, html);
                }

                @Override
                public void link(int line, String to) {
                    address(file, head + line, to);
                }

                @Override
                public void image(int line) {
                    say(file, head + line, "pictures cannot be shown in the text, only the lesson's experiments");
                }

                @Override
                public void program(int line, Program program) {
                    if (program.exists()) {
                        program.links().forEach(to -> address(file, head + line, to));
                    } else {
                        say(file, head + line, "the lesson has no program " + program.file());
                    }
                }
            });
        }
        checks();
        return mistakes;
    }

    private void heads() {
        Map<Integer, String> numbers = new HashMap<>();
        Map<String, String> places = new HashMap<>();
        for (String file : Pages.files()) {
            String source = text.read(file);
            for (Matcher found = ANCHOR.matcher(source); file.endsWith(GLOSSARY + ".md") && found.find(); ) {
                words.add(found.group(1));
            }
            try {
                Part part = Part.of(file, source);
                paths.add(part.path());
                experiments.put(
                        part.path(),
                        NAMED.matcher(source)
                                .results()
                                .map(named -> named.group(1))
                                .collect(Collectors.toSet()));
                String same = part.number() == Part.BESIDE ? null : numbers.put(part.number(), file);
                if (same != null) {
                    say(
                            file,
                            Part.keyLine(source, "part"),
                            "part " + part.number() + " is that of " + same + " already");
                }
                same = places.put(part.path(), file);
                if (same != null) {
                    say(
                            file,
                            Part.keyLine(source, "path"),
                            "the path '" + part.path() + "' is that of " + same + " already");
                }
            } catch (IllegalArgumentException e) {
                mistakes.addAll(String.valueOf(e.getMessage()).lines().toList());
            }
        }
    }

    private void checks() {
        String source = text.read(LessonText.CHECKS);
        try {
            Set<String> known = new HashSet<>();
            for (Check check : Check.of(LessonText.CHECKS, source)) {
                if (!known.add(check.part() + " " + check.number())) {
                    mistakes.add(LessonText.CHECKS + " has two checks for part " + check.part()
                            + (check.number() == 2 ? ", a new situation." : "."));
                }
                if (check.number() == 2 && !known.contains(check.part() + " 1")) {
                    mistakes.add(LessonText.CHECKS + " has a new situation for part " + check.part()
                            + " before its first check.");
                }
            }
        } catch (IllegalArgumentException e) {
            mistakes.addAll(String.valueOf(e.getMessage()).lines().toList());
        }
        String[] lines = source.split("\n");
        for (int i = 0; i < lines.length; i++) {
            Matcher show = SHOW.matcher(lines[i]);
            if (show.matches()) {
                address(LessonText.CHECKS, i, show.group(1));
            }
        }
    }

    private void elements(String file, int line, String html) {
        List<MatchResult> tags = Elements.TAG.matcher(html).results().toList();
        for (MatchResult tag : tags) {
            String name = tag.group(2);
            if (name == null || !tag.group(1).isEmpty()) {
                continue;
            }
            int at = line
                    + (int) html.substring(0, tag.start())
                            .chars()
                            .filter(c -> c == '\n')
                            .count();
            if (name.contains("-") && !elements.has(name)) {
                say(file, at, "there is no experiment <" + name + ">");
            } else if (!name.contains("-") && !PLAIN.contains(name)) {
                say(
                        file,
                        at,
                        "<" + name
                                + "> cannot stand in the text; the lesson's experiments can, and <details>, <summary>,"
                                + " <br>, <sub>, <sup> and <kbd>");
            } else if (!QUIET.matcher(tag.group(3)).matches()) {
                say(
                        file,
                        at,
                        "<" + name + "> has attributes that cannot stand in the text: "
                                + tag.group(3).strip());
            }
        }
    }

    private void address(String file, int line, String to) {
        if (to.matches("(https?://|mailto:).+")) {
            return;
        }
        if (!to.startsWith("/") || to.startsWith("//")) {
            say(
                    file,
                    line,
                    "a link leads to a path of the lesson, such as /forward, or begins with https://; '" + to
                            + "' does neither");
            return;
        }
        if (to.indexOf('?') != to.lastIndexOf('?')) {
            say(file, line, "settings follow one question mark, with & between them; '" + to + "' has two");
        }
        String path = to.substring(1).replaceAll("[?#].*", "");
        String named = to.contains("#") ? to.substring(to.indexOf('#') + 1) : "";
        if (!paths.contains(path)) {
            say(file, line, "there is no page at /" + path);
        } else if (path.equals(GLOSSARY) && to.contains("#") && !words.contains(named)) {
            say(file, line, "the glossary has no word '" + named + "'");
        } else if (!path.equals(GLOSSARY)
                && to.contains("#")
                && !experiments.getOrDefault(path, Set.of()).contains(named)) {
            say(
                    file,
                    line,
                    "no experiment on /" + path + " is named '" + named
                            + "'; a name is given as in <forward-lab id=\"name\">");
        }
    }

    /** @param line from 0 */
    private void say(String file, int line, String sentence) {
        mistakes.add(file + ", line " + (line + 1) + ": " + sentence + ".");
    }
}
