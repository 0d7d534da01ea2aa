package darkroom.diffusers.scheduler;

import com.fasterxml.jackson.databind.JsonNode;
import darkroom.settings.JsonText;
import darkroom.settings.Names;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** The scheduler classes of diffusers that can be followed, by name. */
public final class SchedulerClasses {

    private interface Composer {
        Plan plan(Options options, Asked asked);
    }

    /** One of them, and how many steps people make with it, where it can make as many. */
    private record Entry(String about, Composer composer, int steps) {}

    static final String CLASS = "_class_name";
    private static final String SUFFIX = "Scheduler";
    private static final String TRAINED = "num_train_timesteps";
    private static final int MANY = 50, FEW = 4;
    private static final Map<String, Entry> ALL = new LinkedHashMap<>();

    /** The options of all classes that diffusers has, with their defaults. */
    private static final Map<String, Map<String, JsonNode>> DEFAULTS = defaults();

    static {
        with(
                "DDPMScheduler",
                "DDPM (Ho et al. 2020): fresh noise at every step.",
                AlphaSchedulers::ddpm,
                Integer.MAX_VALUE);
        with("DDIMScheduler", "DDIM (Song et al. 2021): deterministic unless eta adds noise.", AlphaSchedulers::ddim);
        with("DDPMParallelScheduler", "DDPM, as DDPMScheduler.", AlphaSchedulers::ddpm, Integer.MAX_VALUE);
        with("DDIMParallelScheduler", "DDIM, as DDIMScheduler.", AlphaSchedulers::ddim);
        with("DDIMInverseScheduler", "DDIM upwards, from a picture to its noise.", AlphaSchedulers::ddimInverse);
        with("PNDMScheduler", "PNDM (Liu et al. 2022): averages of past outputs.", AlphaSchedulers::pndm);
        with("LMSDiscreteScheduler", "Adams and Bashforth's method in sigma.", SigmaSchedulers::linearMultistep);
        with("EulerDiscreteScheduler", "Euler's method in sigma (Karras et al. 2022).", SigmaSchedulers::euler);
        with(
                "EulerAncestralDiscreteScheduler",
                "Euler's method in sigma with fresh noise at every step.",
                SigmaSchedulers::eulerAncestral);
        with("HeunDiscreteScheduler", "Heun's method in sigma: two evaluations a step.", SigmaSchedulers::heun);
        with(
                "KDPM2DiscreteScheduler",
                "The midpoint method in sigma: two evaluations a step.",
                SigmaSchedulers::midpoint);
        with(
                "KDPM2AncestralDiscreteScheduler",
                "The midpoint method in sigma with fresh noise at every step.",
                SigmaSchedulers::midpointAncestral);
        with(
                "DPMSolverMultistepScheduler",
                "DPM-Solver and DPM-Solver++ (Lu et al. 2022) from past estimates.",
                LambdaSchedulers::multistep);
        with(
                "DPMSolverSinglestepScheduler",
                "DPM-Solver and DPM-Solver++ in blocks of steps.",
                LambdaSchedulers::singlestep);
        with("DEISMultistepScheduler", "DEIS (Zhang and Chen 2023).", LambdaSchedulers::deis);
        with(
                "UniPCMultistepScheduler",
                "UniPC (Zhao et al. 2023): a predictor and a corrector from the same evaluation.",
                LambdaSchedulers::unipc);
        with(
                "SASolverScheduler",
                "SA-Solver (Xue et al. 2023): Adams' methods with noise.",
                LambdaSchedulers::stochasticAdams);
        with(
                "LCMScheduler",
                "Latent consistency models (Luo et al. 2023): a few steps.",
                AlphaSchedulers::latentConsistency,
                FEW);
        with(
                "TCDScheduler",
                "Trajectory consistency models (Zheng et al. 2024): a few steps.",
                AlphaSchedulers::trajectoryConsistency,
                FEW);
        with(
                "EDMEulerScheduler",
                "Euler's method for preconditioned networks (Karras et al. 2022).",
                EdmSchedulers::euler);
        with("EDMDPMSolverMultistepScheduler", "DPM-Solver++ for preconditioned networks.", EdmSchedulers::multistep);
        with("FlowMatchEulerDiscreteScheduler", "Euler's method for flow matching.", FlowSchedulers::euler);
        with("FlowMatchHeunDiscreteScheduler", "Heun's method for flow matching.", FlowSchedulers::heun);
        with("IPNDMScheduler", "PNDM's linear multistep part alone.", AlphaSchedulers::ipndm);
        with("CMStochasticIterativeScheduler", "Consistency models (Song et al. 2023).", EdmSchedulers::consistency, 1);
    }

    private SchedulerClasses() {}

    private static void with(String name, String about, Composer composer) {
        with(name, about, composer, MANY);
    }

    private static void with(String name, String about, Composer composer, int steps) {
        ALL.put(name, new Entry(about, composer, steps));
    }

    private static Map<String, Map<String, JsonNode>> defaults() {
        try (InputStream in = Objects.requireNonNull(
                SchedulerClasses.class.getResourceAsStream("/darkroom/diffusers/schedulers.json"))) {
            JsonNode all = JsonText.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .node();
            Map<String, Map<String, JsonNode>> defaults = new TreeMap<>();
            all.properties().forEach(each -> {
                if (each.getValue().isObject()) {
                    defaults.put(each.getKey(), fields(each.getValue()));
                }
            });
            return defaults;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, JsonNode> fields(JsonNode object) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        object.properties().forEach(each -> fields.put(each.getKey(), each.getValue()));
        return fields;
    }

    /** Their names. */
    public static List<String> names() {
        return List.copyOf(ALL.keySet());
    }

    /** What one of them is, as a sentence. */
    public static String about(String name) {
        return entry(name).about();
    }

    /** The options of one of them, with their defaults. */
    public static Map<String, JsonNode> options(String name) {
        entry(name);
        return Collections.unmodifiableMap(Objects.requireNonNull(DEFAULTS.get(name)));
    }

    /**
     * Reads a configuration. An option that only other classes have is left out, as in diffusers: configurations keep such
     * when a scheduler is swapped for another.
     *
     * @throws IllegalArgumentException when the class or an option is not known, or not supported; names it
     */
    public static SchedulerConfig read(JsonNode config) {
        JsonNode name = config.path(CLASS);
        if (!name.isTextual()) {
            throw new IllegalArgumentException(
                    CLASS + " must name a scheduler; known: " + String.join(", ", names()) + ".");
        }
        return of(name.textValue(), fields(config));
    }

    /**
     * A class with options; those that begin with an underscore are notes. The class's name may be without its ending, as in
     * {@code EulerDiscrete}.
     *
     * @throws IllegalArgumentException as in {@link #read}
     */
    public static SchedulerConfig of(String nameOrStem, Map<String, JsonNode> options) {
        String name = ALL.containsKey(nameOrStem + SUFFIX) ? nameOrStem + SUFFIX : nameOrStem;
        Map<String, JsonNode> own = new LinkedHashMap<>();
        options.forEach((option, value) -> {
            if (options(name).containsKey(option)) {
                own.put(option, value);
            } else if (!option.startsWith("_")
                    && !changedNothing(option, value)
                    && DEFAULTS.values().stream().noneMatch(other -> other.containsKey(option))) {
                throw unknown(name, option);
            }
        });
        entry(name);
        return new SchedulerConfig(name, own);
    }

    /** Whether it is an option of 2022 with the value in which it asked for what is done anyway. */
    private static boolean changedNothing(String option, JsonNode value) {
        return switch (option) {
            case "tensor_format" -> true;
            case "timestep_values" -> value.isNull();
            case "predict_epsilon" -> value.asBoolean();
            default -> false;
        };
    }

    /** What diffusers takes as arguments of a run rather than as options, for one scheduler or another. */
    public static Set<String> arguments() {
        return Asked.NAMES;
    }

    static void requireOptions(String name, Collection<String> options) {
        for (String option : options) {
            if (!options(name).containsKey(option)) {
                throw unknown(name, option);
            }
        }
    }

    private static IllegalArgumentException unknown(String name, String option) {
        return new IllegalArgumentException(name + ": there is no option " + option + "; "
                + Names.advice(option, options(name).keySet()) + ".");
    }

    static int usualSteps(SchedulerConfig config) {
        JsonNode trained =
                config.options().getOrDefault(TRAINED, options(config.name()).get(TRAINED));
        int most = trained != null && trained.canConvertToInt() ? Math.max(1, trained.intValue()) : MANY;
        return Math.min(entry(config.name()).steps(), most);
    }

    static Plan plan(SchedulerConfig config, int steps, Map<String, JsonNode> arguments) {
        String name = config.name();
        Options options = new Options(name, Objects.requireNonNull(DEFAULTS.get(name)), config.options());
        Asked asked = Asked.of(name, steps, arguments);
        options.withoutEffect(asked.replaced());
        Plan plan = entry(name).composer().plan(options, asked);
        options.finish();
        asked.options().finish();
        return plan;
    }

    private static Entry entry(String name) {
        Entry entry = ALL.get(name);
        if (entry == null) {
            String reason = DEFAULTS.containsKey(name)
                    ? "The scheduler " + name + " is not supported; "
                    : "There is no scheduler '" + name + "'; ";
            throw new IllegalArgumentException(reason + Names.advice(name, names()) + ".");
        }
        return entry;
    }
}
