package darkroom.sample;

import darkroom.settings.Registry;
import java.util.List;

/** The samplers, by the names of recipes and the command line. */
public final class Samplers {

    /** All of them. */
    public static final Registry<Sampler> ALL = new Registry<Sampler>("sampler", "sampler", null)
            .with(
                    "ddim",
                    "DDIM",
                    Ddim.class,
                    "DDIM (Song et al. 2021): one evaluation a step, deterministic unless `eta` adds noise.")
            .with(
                    "ddpm",
                    "DDPM",
                    Ddpm.class,
                    "DDPM (Ho et al. 2020) with the posterior's variance.",
                    "variance",
                    "\"posterior\"")
            .with(
                    "ddpm_beta",
                    "DDPM, variance beta",
                    Ddpm.class,
                    "DDPM with beta as its variance, the other choice of its paper.",
                    "variance",
                    "\"beta\"")
            .with(
                    "ddpm_learned_range",
                    "DDPM, learned variance range",
                    Ddpm.class,
                    "DDPM with a variance between the two, where the network learned it (Nichol and Dhariwal 2021).",
                    "variance",
                    "\"learned_range\"")
            .with(
                    "ddpm_learned",
                    "DDPM, learned variance",
                    Ddpm.class,
                    "DDPM with the variance that the network learned.",
                    "variance",
                    "\"learned\"")
            .with("euler", "Euler", Euler.class, "Euler's method in sigma (Karras et al. 2022).")
            .with(
                    "euler_ancestral",
                    "Euler, ancestral",
                    EulerAncestral.class,
                    "Euler's method with fresh noise at every step.")
            .with(
                    "heun",
                    "Heun in noise/signal",
                    Heun.class,
                    "Heun's method in sigma: two evaluations a step.",
                    "space",
                    "\"sigma\"")
            .with(
                    "heun_angle",
                    "Heun",
                    Heun.class,
                    "Heun's method in the angle between picture and noise: two evaluations a step, but for the last.",
                    "space",
                    "\"angle\"")
            .with(
                    "dpm_solver_pp_2m",
                    "DPM-Solver++ (2M)",
                    DpmSolver2M.class,
                    "DPM-Solver++ 2M (Lu et al. 2022): two steps' estimates in one.",
                    "stochastic",
                    "false")
            .with(
                    "dpm_solver_pp_2m_sde",
                    "DPM-Solver++ (2M, SDE)",
                    DpmSolver2M.class,
                    "DPM-Solver++ 2M with fresh noise at every step.",
                    "stochastic",
                    "true")
            .with(
                    "dpm_solver_pp_2s",
                    "DPM-Solver++ (2S)",
                    DpmSolverSinglestep.class,
                    "DPM-Solver++ 2S: blocks of two steps.",
                    "order",
                    "2")
            .with(
                    "dpm_solver_pp_3s",
                    "DPM-Solver++ (3S)",
                    DpmSolverSinglestep.class,
                    "DPM-Solver++ 3S: blocks of three steps.",
                    "order",
                    "3")
            .with(
                    "unipc",
                    "UniPC",
                    UniPc.class,
                    "UniPC (Zhao et al. 2023): a predictor and a corrector from the same evaluation.")
            .with("pndm", "PNDM", Pndm.class, "PNDM (Liu et al. 2022): averages of four looks.")
            .renamed("dpm_solver_2m", "dpm_solver_pp_2m")
            .renamed("dpm_solver_2m_sde", "dpm_solver_pp_2m_sde")
            .renamed("dpm_solver_2s", "dpm_solver_pp_2s")
            .renamed("dpm_solver_3s", "dpm_solver_pp_3s");

    private Samplers() {}

    /** The names of all samplers. */
    public static List<String> names() {
        return ALL.names();
    }

    /** The names of those that any network will do for: all but those that need a variance that was learned. */
    public static List<String> forAnyNetwork() {
        return names().stream().filter(name -> !named(name).needsVariance()).toList();
    }

    /**
     * The sampler of a name, with the usual options.
     *
     * @throws IllegalArgumentException when there is no such sampler
     */
    public static Sampler named(String name) {
        return ALL.named(name);
    }
}
