package darkroom.sample;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;

/** The samplers, by the names of recipes and the command line. */
public final class Samplers {

    private static final Map<String, DoubleFunction<Sampler>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("ddim", Ddim::new);
        ALL.put("ddpm", eta -> new Ddpm(Ddpm.Variance.POSTERIOR));
        ALL.put("ddpm_beta", eta -> new Ddpm(Ddpm.Variance.BETA));
        ALL.put("euler", eta -> new Euler());
        ALL.put("euler_ancestral", eta -> new EulerAncestral());
        ALL.put("heun", eta -> new Heun(Heun.Space.SIGMA));
        ALL.put("heun_angle", eta -> new Heun(Heun.Space.ANGLE));
        ALL.put("dpm_solver_2m", eta -> new DpmSolver2M(false));
        ALL.put("dpm_solver_2m_sde", eta -> new DpmSolver2M(true));
        ALL.put("dpm_solver_2s", eta -> new DpmSolverSinglestep(2));
        ALL.put("dpm_solver_3s", eta -> new DpmSolverSinglestep(3));
        ALL.put("unipc", eta -> new UniPc());
        ALL.put("pndm", eta -> new Pndm());
    }

    private Samplers() {}

    /** The names of all samplers. */
    public static List<String> names() {
        return List.copyOf(ALL.keySet());
    }

    /** The sampler of a name, with eta 0 where it has one. */
    public static Sampler named(String name) {
        return named(name, 0);
    }

    /**
     * The sampler of a name.
     *
     * @param eta the share of fresh noise in DDIM, in [0, 1]; 0 for all others, which have none
     * @throws IllegalArgumentException when there is no such sampler, or it has no eta
     */
    public static Sampler named(String name, double eta) {
        DoubleFunction<Sampler> sampler = ALL.get(name);
        if (sampler == null) {
            throw new IllegalArgumentException(
                    "There is no sampler '" + name + "': known are " + String.join(", ", names()) + ".");
        }
        if (eta != 0 && !name.equals("ddim")) {
            throw new IllegalArgumentException("Only the sampler ddim has an eta, " + name + " has none.");
        }
        return sampler.apply(eta);
    }
}
