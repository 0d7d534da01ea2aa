package darkroom.lesson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import darkroom.data.Patterns;
import darkroom.data.Seeds;
import darkroom.lesson.studio.Levels;
import darkroom.lesson.studio.Pictures;
import darkroom.lesson.text.LessonText;
import darkroom.lesson.web.Assets;
import darkroom.model.ModelFolder;
import darkroom.network.Parameters;
import darkroom.network.Parametrised;
import darkroom.network.TextUNetConfig;
import darkroom.schedule.DiscreteSchedule;
import darkroom.schedule.NoiseLevel;
import darkroom.schedule.Schedules;
import darkroom.settings.JsonText;
import darkroom.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The figures in the lesson's text are those of the engine: each is written here as the text has it, from what the library
 * computes now. A decibel, a percentage or a decimal that is not among them fails, so that none comes in unseen.
 */
class FiguresTest {

    private static final Pattern FIGURE = Pattern.compile("-?\\d+(?:\\.\\d+)?(?: dB|%)|-?\\d+\\.\\d+|\\d+,\\d{3}");

    /** What defines a word, or is chosen by hand, is no finding. */
    private static final List<String> GIVEN = List.of(
            "10 dB", "0 dB", "-20 dB", "-60 dB", "100%", "200", "0.0001", "0.02", "0.999", "0%", "60,000", "20%", "80%",
            "0.008", "1,000", "1,024", "100,000");

    private static final DiscreteSchedule LINEAR = Schedules.discrete("linear", 1000);
    private static final DiscreteSchedule COSINE = Schedules.discrete("squaredcos_cap_v2", 1000);
    private static final DiscreteSchedule EXPONENTIAL = Schedules.discrete("exponential", 1000);

    /** Pieces of the text with figures, by file. */
    private static Map<String, List<String>> figures() {
        Map<String, List<String>> figures = new TreeMap<>();
        NoiseLevel tutorials = EXPONENTIAL.level(1000);
        DiscreteSchedule raw = Schedules.linear(80, 1e-4, 0.02), karras = Schedules.discrete("karras", 1000);
        // FindingsTest measures these, and a part of those of part 5, anew.
        figures.put(
                "parts/1-drown.md",
                List.of("by 0.296 in 25 steps, by 0.047 in 100, by 0.018 in 250 and by 0.009 in 500"));
        figures.put(
                "parts/2-forward.md",
                List.of(
                        "A smile averages " + nominal("smile") + " and a gradient " + nominal("gradient"),
                        "rises from " + number(COSINE.beta(1), 5) + " to " + number(COSINE.beta(1000), 3)));
        figures.put(
                "parts/3-schedules.md",
                List.of(
                        "at four fifths of the way the ratio is " + decibels(LINEAR.level(800), 1),
                        below(LINEAR) + " of the steps lie below -20 dB",
                        "At four fifths of the way its ratio is " + decibels(COSINE.level(800), 1) + ", and only "
                                + below(COSINE) + " of its steps lie below -20 dB",
                        above(COSINE) + " to " + above(EXPONENTIAL),
                        "for the first " + percent(firstAbove(EXPONENTIAL), 0) + " of the way",
                        "the cosine schedule ends at " + decibels(COSINE.level(1000), 2),
                        "$\\bar\\alpha_T = " + number(raw.level(80).alphaBar(), 3) + "$, a ratio of "
                                + decibels(raw.level(80), 2),
                        "Multiplied, they end at "
                                + decibels(Schedules.discrete("linear", 80).level(80), 2)
                                + "; with $T = 1000$ they end at " + decibels(LINEAR.level(1000), 2),
                        "it keeps " + percent(tutorials.alphaBar(), 0) + " of the power at its end, which is "
                                + decibels(tutorials, 2) + ", or " + percent(tutorials.alpha(), 0)
                                + " of the amplitude",
                        "Karras's schedule ends at " + decibels(karras.level(1000), 2) + " and has " + above(karras)
                                + " of 1000 levels above 0 dB"));
        figures.put(
                "parts/4-reverse.md",
                List.of(
                        "At $t = T$ that multiplies by " + number(1 / Math.sqrt(1 - COSINE.beta(1000)), 1),
                        "by " + gain(1000) + " for $T = 1000$, by " + gain(80) + " for $T = 80$, by " + gain(25)
                                + " for $T = 25$",
                        "$\\beta_T$ is " + number(COSINE.beta(1000), 3)));
        figures.put(
                "parts/5-journey.md",
                List.of("| +46% | +34% | +57% |", "(above 0.95)", "| 11% | 24% | 39% |", "12 to 28% farther"));
        figures.put(
                "pages/next-latents.md",
                List.of(String.format(
                        Locale.ROOT, "%,d numbers become %,d", 3 * 512 * 512, 4 * (512 / 8) * (512 / 8))));
        figures.put(
                "pages/next-words.md",
                List.of(millions(read("{\"cross_attention_dim\": 768}").network(), 0)
                        + " numbers in the U-Net, ours has " + millions(shipped(), 1)));
        figures.put(
                "checks.md",
                List.of("at $T = 1000$ its signal-to-noise ratio is " + decibels(COSINE.level(1000), 0)
                        + ", the linear one's " + decibels(LINEAR.level(1000), 0)));
        return figures;
    }

    private static TextUNetConfig read(String json) {
        return Settings.read(TextUNetConfig.class, JsonText.parse(json));
    }

    private static Parametrised shipped() {
        try {
            return new ModelFolder(Path.of("..", "models", "scenes")).structure();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String millions(Parametrised network, int digits) {
        long numbers = Parameters.of(network).stream()
                .mapToLong(Parameters.Parameter::size)
                .sum();
        return number(numbers / 1e6, digits) + " million";
    }

    @Test
    void everyFigureIsTheEngines() {
        Map<String, List<String>> figures = figures();
        for (String file : LessonText.files()) {
            String text = plain(file);
            for (String piece : figures.getOrDefault(file, List.of())) {
                assertTrue(text.contains(piece), file + " lacks: " + piece);
                text = text.replace(piece, "");
            }
            List<String> unknown = new ArrayList<>();
            FIGURE.matcher(text)
                    .results()
                    .map(found -> found.group())
                    .filter(one -> !GIVEN.contains(one))
                    .forEach(unknown::add);
            assertEquals(List.of(), unknown, "figures in " + file + " that nothing computes");
        }
    }

    @Test
    void negativeNumbersHaveARealMinus() {
        for (String file : LessonText.files()) {
            if (file.equals("checks.md")) continue;
            List<String> hyphens = Pattern.compile("(?<![\\w)])-\\d\\S*")
                    .matcher(words(file).replaceAll("\\$[^$]*\\$", ""))
                    .results()
                    .map(found -> found.group())
                    .toList();
            assertEquals(List.of(), hyphens, "numbers in " + file + " with a hyphen for a minus");
        }
    }

    @Test
    void whatTheTextSaysInWordsHolds() {
        assertEquals(
                5,
                IntStream.rangeClosed(1, 1000)
                        .filter(t ->
                                COSINE.level(t).halfLogSnr() <= LINEAR.level(t).halfLogSnr())
                        .count());
        assertEquals(
                List.of(996, 997, 998, 999, 1000),
                IntStream.rangeClosed(1, 1000)
                        .filter(t ->
                                COSINE.level(t).halfLogSnr() <= LINEAR.level(t).halfLogSnr())
                        .boxed()
                        .toList());
        assertEquals(0, Schedules.discrete("straight", 1000).level(1000).alpha());
        // DDPM's betas are held at 0.999 for T below 21.
        assertTrue(20.0 / 20 > Schedules.LARGEST_BETA && 20.0 / 21 < Schedules.LARGEST_BETA);
        assertTrue(plain("parts/3-schedules.md").contains("below 21 steps"));
        assertTrue(plain("parts/3-schedules.md").contains("all but the last five steps"));
    }

    /** Nichol and Dhariwal 2021, eq. 17, as part 3 writes it. */
    @Test
    void theCosineFormulaIsTheSchedule() {
        DoubleUnaryOperator f = t -> {
            double cosine = Math.cos((t / 1000 + 0.008) / 1.008 * Math.PI / 2);
            return cosine * cosine;
        };
        for (int t = 0; t < 1000; t++) {
            double share = f.applyAsDouble(t) / f.applyAsDouble(0);
            assertEquals(share, COSINE.level(t).alphaBar(), 1e-12, "at " + t);
        }
        List<Integer> held = IntStream.rangeClosed(1, 1000)
                .filter(t -> 1 - f.applyAsDouble(t) / f.applyAsDouble(t - 1) > 0.999)
                .boxed()
                .toList();
        assertEquals(List.of(1000), held);
        assertTrue(plain("parts/3-schedules.md").contains("which only the last one needs"));
    }

    /**
     * The mean square of E[noise | x] is 1 minus the error of that prediction: summed over the noise, for a pixel that is
     * as often white as black, where the clean pixel's mean given x is tanh(alpha x / sigma^2).
     */
    @Test
    void theBestPredictionOfTheNoiseIsSmallerThanTheNoiseByItsError() {
        double smallest = 1;
        for (int t = 50; t <= 950; t += 50) {
            NoiseLevel level = COSINE.level(t);
            double width = 0.01, meanSquare = 0, error = 0;
            for (double noise = -9; noise < 9; noise += width) {
                double weight = width * Math.exp(-noise * noise / 2) / Math.sqrt(2 * Math.PI);
                // By symmetry the white pixel stands for both.
                double x = level.alpha() + level.sigma() * noise;
                double x0 = Math.tanh(level.alpha() * x / (level.sigma() * level.sigma()));
                double predicted = (x - level.alpha() * x0) / level.sigma();
                meanSquare += weight * predicted * predicted;
                error += weight * (noise - predicted) * (noise - predicted);
            }
            assertEquals(1 - error, meanSquare, 1e-6, "at " + t);
            smallest = Math.min(smallest, meanSquare);
        }
        assertTrue(smallest < 0.8, "the answer changes its size: " + smallest);
        assertTrue(plain("parts/4-reverse.md").contains("is 1 minus the error that even the best prediction keeps"));
    }

    /** What a kind's own mean square takes from the nominal ratio. */
    private static String nominal(String kind) {
        Patterns patterns = new Patterns(Pictures.SIZE);
        RandomGenerator random = Seeds.random(1, 1);
        double sum = 0;
        int count = 2000;
        for (int i = 0; i < count; i++) {
            for (float value : patterns.draw(patterns.labels().indexOf(kind), random)) {
                sum += value * value;
            }
        }
        return number(10 * Math.log10(sum / count / Pictures.PIXELS), 1) + " dB";
    }

    /** The words, with the minus that programs write. */
    private static String plain(String file) {
        return words(file).replace('−', '-');
    }

    /** Without links' addresses, programs and the head's keys. */
    private static String words(String file) {
        return Assets.text("/lesson/" + file)
                .replaceAll("(?s)```.*?```", "")
                .replaceAll("`[^`]*`", "")
                .replaceAll("\\]\\([^)]*\\)", "]")
                .replaceAll("(?m)^show: .*$", "")
                .replaceAll("[\\[\\]*]", "");
    }

    private static double firstAbove(DiscreteSchedule other) {
        return IntStream.rangeClosed(1, 1000)
                        .filter(t ->
                                COSINE.level(t).halfLogSnr() > other.level(t).halfLogSnr())
                        .max()
                        .orElseThrow()
                / 1000.0;
    }

    private static String gain(int timesteps) {
        NoiseLevel end = Schedules.discrete("squaredcos_cap_v2", timesteps).level(timesteps);
        return String.format(Locale.ROOT, "%,.0f", end.sigma() / end.alpha());
    }

    private static String above(DiscreteSchedule schedule) {
        return percent(Levels.share(schedule, decibels -> decibels > 0), 1);
    }

    private static String below(DiscreteSchedule schedule) {
        return percent(Levels.share(schedule, decibels -> decibels < -20), 1);
    }

    private static String percent(double share, int digits) {
        return number(100 * share, digits) + "%";
    }

    private static String decibels(NoiseLevel level, int digits) {
        return number(level.snrDecibels(), digits) + " dB";
    }

    private static String number(double value, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }
}
