package darkroom.lesson.review;

import darkroom.lesson.studio.Levels;
import darkroom.lesson.studio.Studio;
import darkroom.sample.Samplers;
import darkroom.schedule.DiscreteSchedule;
import darkroom.schedule.NoiseLevel;
import darkroom.schedule.Schedules;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Questions over the parts, made anew of random numbers. What is right the library works out; what is wrong is worked out
 * here, as somebody would who mistakes one thing for another.
 */
public final class Exercises {

    private static final DiscreteSchedule COSINE = Studio.SCHEDULE;

    private interface Maker {
        Exercise make(RandomGenerator random);
    }

    /** At least one maker for each part. */
    private static final Map<Integer, List<Maker>> MAKERS = Map.of(
            1, List.of(Exercises::depth),
            2, List.of(Exercises::decibels, Exercises::amplitudes),
            3, List.of(Exercises::share, Exercises::rawBetas),
            4, List.of(Exercises::step, Exercises::mean),
            5, List.of(Exercises::guidance),
            6, List.of(Exercises::evaluations),
            7, List.of(Exercises::cost));

    private Exercises() {}

    /** A question about a part, 1 to 7; to be called inside of nothing else that computes. */
    public static Exercise of(int part, RandomGenerator random) {
        List<Maker> makers = MAKERS.getOrDefault(part, List.of());
        Maker maker = makers.get(random.nextInt(makers.size()));
        Exercise exercise = maker.make(random);
        while (!exercise.tellsApart()) {
            exercise = maker.make(random);
        }
        return exercise;
    }

    private static Exercise depth(RandomGenerator random) {
        int percent = 25 + random.nextInt(61), t = percent * COSINE.timesteps() / 100;
        NoiseLevel level = COSINE.level(t);
        String share = number(level.alphaBar(), 2), root = number(level.alpha(), 2);
        return new Exercise(
                "You drown a picture to " + percent
                        + "% of the way, on the cosine schedule with $T = 1000$. There $\\bar\\alpha_{" + t + "} = "
                        + share + "$. What is the picture multiplied by?",
                "The picture is multiplied by the root of $\\bar\\alpha_{" + t + "}$, and $\\sqrt{" + share
                        + "} \\approx " + root + "$.",
                "/forward?t=" + t,
                "By " + root,
                List.of(
                        new Exercise.Wrong(
                                "By " + share,
                                "That is $\\bar\\alpha$, the share of the power; the amplitude is its root."),
                        new Exercise.Wrong(
                                "By " + number(1 - percent / 100.0, 2),
                                "That takes the way along the schedule for the share of the picture, which does not fall evenly."),
                        new Exercise.Wrong(
                                "By " + number(level.sigma(), 2), "That is what the noise is multiplied by.")));
    }

    private static Exercise decibels(RandomGenerator random) {
        double share = (3 + random.nextInt(94)) / 100.0;
        NoiseLevel level = NoiseLevel.ofAlphaBar(share);
        String of = number(share, 2), rest = number(1 - share, 2);
        double right = level.snrDecibels();
        return new Exercise(
                "At some step $\\bar\\alpha_t = " + of + "$. What is the signal-to-noise ratio there?",
                "Signal power over noise power is " + of + " / " + rest
                        + ", and ten times the logarithm of that to base 10 is " + decibels(right) + ".",
                "/forward?measure=power&t=" + nearest(level),
                decibels(right),
                List.of(
                        new Exercise.Wrong(
                                decibels(2 * right),
                                "The factor 20 is for amplitudes. These are powers already: 10 times the logarithm."),
                        new Exercise.Wrong(
                                decibels(-right), "That is noise over signal; the ratio has the signal above."),
                        new Exercise.Wrong(
                                decibels(10 * Math.log10(share)),
                                "That compares the signal with 1. The noise has " + rest + " of the power.")));
    }

    private static Exercise amplitudes(RandomGenerator random) {
        double share = (4 + random.nextInt(93)) / 100.0;
        NoiseLevel level = NoiseLevel.ofAlphaBar(share);
        String picture = percent(level.alpha()), noise = percent(level.sigma());
        return new Exercise(
                "The picture has " + percent(share)
                        + " of the power in $x_t$. How strong are picture and noise as amplitudes?",
                "Amplitudes are the roots of the powers: $\\sqrt{" + number(share, 2) + "}$ and $\\sqrt{"
                        + number(1 - share, 2) + "}$. Only the powers add up to 100%.",
                "/forward?t=" + nearest(level),
                picture + " and " + noise,
                List.of(
                        new Exercise.Wrong(percent(share) + " and " + percent(1 - share), "Those are the powers."),
                        new Exercise.Wrong(
                                picture + " and " + percent(1 - level.alpha()), "Amplitudes do not add up to 100%."),
                        new Exercise.Wrong(noise + " and " + picture, "That has the two the wrong way round.")));
    }

    private static Exercise share(RandomGenerator random) {
        int timesteps = 100 * (2 + random.nextInt(9));
        int limit = 5 * (random.nextInt(7) - 4);
        DiscreteSchedule linear = Schedules.discrete("linear", timesteps),
                cosine = Schedules.discrete("squaredcos_cap_v2", timesteps);
        double ofLinear = Levels.share(linear, decibels -> decibels > limit),
                ofCosine = Levels.share(cosine, decibels -> decibels > limit);
        String beyond = limit == 0 ? "0 dB" : decibels(limit);
        return new Exercise(
                "DDPM's linear schedule and the cosine one are cut into $T = " + timesteps
                        + "$ steps each. Which shares of their steps lie above " + beyond + "?",
                "Counted over all " + timesteps + " steps: linear " + percent(ofLinear) + ", cosine "
                        + percent(ofCosine) + ". The cosine schedule stays longer at useful ratios.",
                "/schedules?T=" + timesteps + "#side",
                "Linear " + percent(ofLinear) + ", cosine " + percent(ofCosine),
                List.of(
                        new Exercise.Wrong(
                                "Linear " + percent(ofCosine) + ", cosine " + percent(ofLinear),
                                "The other way round: DDPM's linear schedule drowns the picture sooner."),
                        new Exercise.Wrong(
                                "Linear " + percent(1 - ofLinear) + ", cosine " + percent(1 - ofCosine),
                                "Those are the shares below."),
                        new Exercise.Wrong(
                                "The same for both, " + percent((ofLinear + ofCosine) / 2),
                                "They have as many steps, but not at the same ratios.")));
    }

    private static Exercise rawBetas(RandomGenerator random) {
        int timesteps = 5 * (10 + random.nextInt(21));
        NoiseLevel end = Schedules.linear(timesteps, 1e-4, 0.02).level(timesteps);
        NoiseLevel whole = Schedules.discrete("linear", 1000).level(1000);
        return new Exercise(
                "Somebody takes DDPM's betas, from 0.0001 to 0.02, as they are, but with $T = " + timesteps
                        + "$ steps in place of 1000. How much of the picture's amplitude is left at the end?",
                "$\\bar\\alpha_T$ comes out as " + number(end.alphaBar(), 3) + ", and its root is "
                        + percent(end.alpha())
                        + ". So $x_T$ is far from $N(0, I)$, and sampling from there starts at the wrong place. The betas have to be multiplied by 1000 / "
                        + timesteps + ".",
                "/schedules?one=raw&other=linear&cut=" + timesteps + "#curves",
                percent(end.alpha()),
                List.of(
                        new Exercise.Wrong(
                                percent(end.alphaBar()), "That is the share of the power; the amplitude is its root."),
                        new Exercise.Wrong(
                                percent(whole.alpha()),
                                "That is where 1000 such steps end. Fewer of them remove less."),
                        new Exercise.Wrong(
                                percent(1 - timesteps / 1000.0),
                                "The share does not fall evenly with the steps: the later betas are larger, and each takes a share of what is left.")));
    }

    private static Exercise step(RandomGenerator random) {
        double from = (10 + random.nextInt(40)) / 100.0, to = from + (15 + random.nextInt(35)) / 100.0;
        double x = (random.nextInt(31) - 15) / 10.0, x0 = (random.nextInt(19) - 9) / 10.0;
        NoiseLevel noisy = NoiseLevel.ofAlphaBar(from), cleaner = NoiseLevel.ofAlphaBar(to);
        double right = OnePixel.ddim(x, x0, noisy, cleaner);
        double epsilon = (x - noisy.alpha() * x0) / noisy.sigma();
        return new Exercise(
                "A pixel of $x_t$ is " + number(x, 1) + " where $\\bar\\alpha_t = " + number(from, 2)
                        + "$, and the clean pixel is predicted to be "
                        + number(x0, 1)
                        + ". DDIM with eta 0 works out the noise in it, and mixes the two anew for $\\bar\\alpha_{t-1} = "
                        + number(to, 2)
                        + "$. What is the pixel of $x_{t-1}$?",
                "The noise in it is $\\varepsilon = (" + number(x, 1) + " - \\sqrt{" + number(from, 2) + "} \\cdot "
                        + bracketed(x0)
                        + ") / \\sqrt{" + number(1 - from, 2) + "} = " + number(epsilon, 3)
                        + "$. DDIM mixes the two anew, with the weights of the next level (part 4, \"one step, two forms\"): $\\sqrt{"
                        + number(to, 2) + "} \\cdot " + bracketed(x0) + " + \\sqrt{" + number(1 - to, 2) + "} \\cdot "
                        + bracketed(epsilon) + " = " + number(right, 2) + "$.",
                "/reverse?t=50#microscope",
                number(right, 2),
                List.of(
                        new Exercise.Wrong(
                                number(x0, 2),
                                "That is the prediction itself. A step goes only a part of the way to it."),
                        new Exercise.Wrong(
                                number(to * x0 + (1 - to) * epsilon, 2),
                                "That mixes by the powers. What is mixed are amplitudes, their roots."),
                        new Exercise.Wrong(
                                number(cleaner.alpha() * x0 + noisy.sigma() * epsilon, 2),
                                "That leaves the noise as strong as it was; it is mixed anew, too.")));
    }

    private static Exercise mean(RandomGenerator random) {
        int white = 5 * (2 + random.nextInt(17));
        double right = OnePixel.fromNoise(white / 100.0);
        return new Exercise(
                "In " + white
                        + "% of the pictures that a denoiser knows a certain pixel is white (+1), in the others black (−1)."
                        + " From pure noise the best denoiser is asked for the clean picture in a single step. What is the pixel?",
                "In pure noise nothing tells the pictures apart, so the best answer is their mean: 0." + two(white)
                        + " · 1 + 0." + two(100 - white) + " · (−1) = " + number(right, 1) + ".",
                "/reverse?maker=exact&pattern=any",
                number(right, 1),
                List.of(
                        new Exercise.Wrong(
                                number(white > 50 ? 1 : -1, 1),
                                "That is what most pictures have. The smallest squared error is at the mean, not at the most frequent value."),
                        new Exercise.Wrong(
                                "+1 or −1, as the noise has it",
                                "A single step cannot decide: that takes many, each of which sees what the one before has settled."),
                        new Exercise.Wrong(
                                number(white / 100.0, 1),
                                "That counts the white ones only; the black ones pull the other way.")));
    }

    private static Exercise guidance(RandomGenerator random) {
        double with = (random.nextInt(41) - 20) / 10.0, without = (random.nextInt(41) - 20) / 10.0;
        double scale = List.of(0.0, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0).get(random.nextInt(7));
        double right = OnePixel.guided(with, without, scale);
        String told = scale == 0
                ? " With $W = 0$ the condition is ignored."
                : scale == 1 ? " With $W = 1$ guidance is off: the condition as it was trained." : "";
        return new Exercise(
                "For a pixel the network says " + number(with, 1) + " with the label and " + number(without, 1)
                        + " without. What does classifier-free guidance with $W = " + plain(scale) + "$ make of it?",
                "From the answer without the label, $W$ times the way to the one with it: $" + number(without, 1)
                        + " + "
                        + plain(scale) + " \\cdot (" + number(with, 1) + " - " + bracketed(without) + ") = "
                        + number(right, 2)
                        + "$." + told,
                "/playground?maker=learned&pattern=ring&guidance=" + plain(scale),
                number(right, 2),
                List.of(
                        new Exercise.Wrong(
                                number(with + scale * (with - without), 2),
                                "That starts from the answer with the label. Some papers write it so, with $w = W - 1$; here $W = 1$ is off."),
                        new Exercise.Wrong(
                                number(scale == 1 ? (with + without) / 2 : scale * with, 2),
                                scale == 1
                                        ? "That is the mean of the two; with $W = 1$ the one without the label has no part in it."
                                        : "That makes the output stronger, not its difference from the one without the label."),
                        new Exercise.Wrong(
                                number(scale == 0 ? (with + without) / 2 : without + scale * (without - with), 2),
                                scale == 0
                                        ? "That is half way between the two; with $W = 0$ the label has no part in it."
                                        : "That walks away from the label.")));
    }

    private static Exercise evaluations(RandomGenerator random) {
        boolean heun = random.nextBoolean();
        int steps = 4 + random.nextInt(57);
        String name = heun ? "heun" : List.of("ddim", "dpm_solver_pp_2m").get(random.nextInt(2));
        String title = heun ? "Heun's method" : Samplers.ALL.title(name);
        long right = OnePixel.evaluations(name, steps);
        return new Exercise(
                "A network that learned with $T = 1000$ is sampled by " + title + " in " + steps
                        + " steps, down to no noise and without guidance. How often is it evaluated for a picture?",
                heun
                        ? "Heun's method looks a second time where each step ends, but for the last, which ends without noise: 2 · "
                                + steps + " − 1 = " + right + "."
                        : "Once a step: " + right + " times."
                                + (name.equals("ddim")
                                        ? ""
                                        : " It remembers the last estimate in place of asking again."),
                "/playground?maker=learned&sampler=" + name + "&guidance=1&steps=" + steps,
                right + " times",
                List.of(
                        heun
                                ? new Exercise.Wrong(
                                        steps + " times", "That would be once a step; this method looks twice.")
                                : new Exercise.Wrong(
                                        2 * steps - 1 + " times", "That is Heun's method, which looks twice a step."),
                        heun
                                ? new Exercise.Wrong(
                                        2 * steps + " times",
                                        "Nearly: behind the last step no noise is left, and nothing to look at.")
                                : new Exercise.Wrong(
                                        "Once",
                                        "One pass of a denoiser that learned by the squared error gives the mean of all that could be."),
                        new Exercise.Wrong(
                                "1000 times",
                                "How finely the schedule is cut and how many steps a sampler takes are two numbers.")));
    }

    private static Exercise cost(RandomGenerator random) {
        int pictures = 4 + random.nextInt(17),
                steps = 5 * (2 + random.nextInt(15)),
                milliseconds = 4 + random.nextInt(27);
        long each = OnePixel.evaluations("ddim", steps);
        return new Exercise(
                "An evaluation of a network takes " + milliseconds + " ms. How long does it take to draw " + pictures
                        + " pictures one after the other, by DDIM in " + steps + " steps each, without guidance?",
                pictures + " pictures · " + each + " evaluations · " + milliseconds + " ms = "
                        + seconds(pictures * each * milliseconds)
                        + ". That is the price of diffusion models: no picture in one pass.",
                "/playground?maker=learned&guidance=1&steps=" + steps,
                seconds(pictures * each * milliseconds),
                List.of(
                        new Exercise.Wrong(
                                seconds((long) pictures * milliseconds),
                                "That would be one pass for each picture, as in a generative adversarial network."),
                        new Exercise.Wrong(
                                seconds(each * milliseconds),
                                "That is one picture. The next starts from other noise, and walks all steps again."),
                        new Exercise.Wrong(
                                seconds(pictures * 1000L * milliseconds),
                                "Training knows 1000 levels; sampling visits " + steps + " of them.")));
    }

    private static long nearest(NoiseLevel level) {
        return Math.round(Levels.time(COSINE, level));
    }

    private static String number(double value, int digits) {
        String text = String.format(Locale.ROOT, "%." + digits + "f", Math.abs(value));
        return value < 0 && Double.parseDouble(text) != 0 ? "−" + text : text;
    }

    private static String bracketed(double value) {
        String text = number(value, value * 10 == Math.rint(value * 10) ? 1 : 3);
        return value < 0 ? "(" + text + ")" : text;
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : number(value, 1);
    }

    private static String decibels(double value) {
        String text = number(value, 1);
        return (value > 0 ? "+" + text : text) + " dB";
    }

    private static String percent(double share) {
        return number(100 * share, 1) + "%";
    }

    private static String two(int hundredths) {
        return String.format(Locale.ROOT, "%02d", hundredths);
    }

    /** In seconds, and in milliseconds where a digit of seconds would hide them. */
    private static String seconds(long milliseconds) {
        return milliseconds < 1000 ? milliseconds + " ms" : number(milliseconds / 1000.0, 1) + " s";
    }
}
