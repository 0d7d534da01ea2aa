package darkroom.lesson.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.data.Seeds;
import darkroom.lesson.Server;
import darkroom.lesson.review.Exercise;
import darkroom.lesson.review.Exercises;
import darkroom.lesson.web.Assets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Letters in formulas: each has one meaning in the whole lesson, and every part that uses it says which. */
class SymbolsTest {

    private static final Path PAGE = Path.of("src/main/resources/lesson/page");
    private static final Pattern FORMULA = Pattern.compile("\\$\\$(.+?)\\$\\$|\\$([^$\n]+)\\$", Pattern.DOTALL);

    /** What is no letter of its own: commands that set type, numbers, functions, and words in upright type. */
    private static final Pattern SETTING = Pattern.compile(
            "\\\\(?:text|mathrm)\\{(?!E\\}|SNR\\})[^}]*}|\\\\mathrm(?=\\{)|\\\\(?:signal|noise|sqrt|frac|cos|pi|cdots?|approx"
                    + "|bigl|bigr|Bigl|Bigr|left|right|mid|qquad|quad|sim|tilde|log)(?![a-z])|\\\\[,;!]");

    /** Letters by name, the longer first. Of a letter's indices only those count that make another letter of it. */
    private static final Map<String, Pattern> LETTERS = new LinkedHashMap<>();

    static {
        letter("\\bar\\alpha_t", "\\\\bar\\\\alpha(_(\\{[^}]*}|\\w))?");
        letter("\\alpha_t", "\\\\alpha(_(\\{[^}]*}|\\w))?");
        letter("\\beta_t", "\\\\beta(_(\\{[^}]*}|\\w))?");
        letter("\\sigma_t", "\\\\sigma(_(\\{[^}]*}|\\w))?");
        letter("\\varepsilon_\\theta", "\\\\varepsilon_\\\\theta|\\\\theta");
        letter("\\varepsilon", "\\\\varepsilon");
        letter("\\hat x_0", "\\\\hat x_0");
        letter("x_0", "(?<![a-zA-Z])x_0");
        letter("x_t", "(?<![a-zA-Z])x_(t|T|\\{[^}]*})");
        letter("N(0, I)", "N\\(0, [I1]\\)");
        letter("\\mathrm{E}", "\\{E}");
        letter("\\mathrm{SNR}", "\\{SNR}");
        letter("v", "(?<![a-zA-Z])v(?![a-zA-Z])");
        for (String one : List.of("a_t", "b_t", "W", "w", "T", "t", "z", "s", "f", "e")) {
            letter(one, "(?<![a-zA-Z_\\\\])" + one + "(?![a-zA-Z])");
        }
    }

    private static void letter(String name, String form) {
        LETTERS.put(name, Pattern.compile(form));
    }

    /** The letters of a formula; what is neither a letter nor a sign fails. */
    private static Set<String> letters(String formula, String where) {
        String rest = SETTING.matcher(formula).replaceAll(" ");
        Set<String> letters = new TreeSet<>();
        for (Map.Entry<String, Pattern> one : LETTERS.entrySet()) {
            Matcher found = one.getValue().matcher(rest);
            if (found.find()) {
                letters.add(one.getKey());
                rest = found.replaceAll(" ");
            }
        }
        String unknown = rest.replaceAll("[^A-Za-z\\\\]", "");
        assertEquals("", unknown, "a letter that the test does not know, in $" + formula + "$ of " + where);
        return letters;
    }

    private static Set<String> used(String text, String where) {
        Set<String> used = new TreeSet<>();
        FORMULA.matcher(text)
                .results()
                .forEach(
                        found -> used.addAll(letters(found.group(1) == null ? found.group(2) : found.group(1), where)));
        return used;
    }

    /** The first column of a part's table of letters. */
    private static Set<String> defined(String text, String where) {
        Set<String> defined = new TreeSet<>();
        Matcher rows =
                Pattern.compile("(?m)^\\| (\\$[^|]*\\$) \\| [^|]{10,} \\|$").matcher(text.replace("\\mid", ""));
        while (rows.find()) {
            defined.addAll(used(rows.group(1), where));
        }
        return defined;
    }

    @Test
    void everyPartSaysWhatItsLettersMean() throws IOException {
        List<String> missing = new ArrayList<>();
        List<Check> checks = Check.of("checks.md", Assets.text("/lesson/checks.md"));
        for (String file : Pages.files()) {
            if (!file.startsWith("parts/")) {
                continue;
            }
            String text = Assets.text("/lesson/" + file).replaceAll("(?s)```.*?```", "");
            Part part = Part.of(file, text);
            StringBuilder all = new StringBuilder(text);
            checks.stream().filter(check -> check.part() == part.number()).forEach(check -> {
                all.append(check.question());
                check.options()
                        .forEach(one ->
                                all.append(' ').append(one.text()).append(' ').append(one.why()));
            });
            if (text.contains("<review-lab>")) {
                all.append(exercises());
            }
            Set<String> used = used(all.toString(), file);
            used.removeAll(defined(text, file));
            if (!used.isEmpty()) {
                missing.add(file + ": " + used);
            }
        }
        assertEquals(List.of(), missing);
    }

    /** All that the review asks, of many seeds. */
    private static String exercises() {
        StringBuilder all = new StringBuilder();
        for (int part = 1; part <= 7; part++) {
            for (int seed = 0; seed < 20; seed++) {
                Exercise exercise = Exercises.of(part, Seeds.random(seed, part));
                all.append(exercise.question())
                        .append(' ')
                        .append(exercise.worked())
                        .append(' ');
                exercise.wrong().forEach(one -> all.append(one.why()).append(' '));
            }
        }
        return all.toString();
    }

    /** Some papers call the weights alpha and sigma. Here alpha is 1 - beta, always with its t, and sigma fresh noise. */
    @Test
    void alphaAndSigmaHaveOneMeaning() throws IOException {
        List<String> old = new ArrayList<>();
        for (String file : LessonText.files()) {
            for (var found :
                    FORMULA.matcher(Assets.text("/lesson/" + file)).results().toList()) {
                if (Pattern.compile("(?<!\\\\bar)\\\\(alpha|sigma)(?!_)")
                                .matcher(found.group())
                                .find()
                        && !file.equals("pages/glossary.md")) {
                    old.add(file + ": " + found.group());
                }
            }
        }
        try (Stream<Path> scripts = Files.walk(PAGE)) {
            for (Path script :
                    scripts.filter(one -> one.toString().endsWith(".js")).toList()) {
                Pattern weight = Pattern.compile("\\bsigma\\b|σ(?!ₜ)|α(?!\u0304|<sub>t|ₜ)|\\.alpha\\[|\\balpha \\*");
                for (String line : Files.readAllLines(script)) {
                    if (weight.matcher(line).find()) {
                        old.add(script.getFileName() + ": " + line.strip());
                    }
                }
            }
        }
        assertEquals(List.of(), old);
    }

    @Test
    void theServerCallsTheWeightsByTheirNames(@org.junit.jupiter.api.io.TempDir Path nothing) throws Exception {
        try (Server server = new Server(nothing)) {
            for (String path : List.of(
                    "api/levels",
                    "api/walk?t=300",
                    "api/microscope?maker=oracle&t=50",
                    "api/schedule?schedule=linear&timesteps=100")) {
                var json = server.json(path);
                assertTrue(json.findValues("sigma").isEmpty(), path);
                for (var alpha : json.findValues("alpha")) {
                    assertEquals(1 - json.path("beta").asDouble(), alpha.asDouble(), 1e-12, path);
                }
            }
            assertTrue(server.json("api/levels").has("signalWeight"));
        }
    }
}
