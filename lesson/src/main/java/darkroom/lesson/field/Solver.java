package darkroom.lesson.field;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Samplers that follow the arrows without fresh noise. */
enum Solver {
    EULER("ddim"),
    HEUN("heun_angle"),
    DPM("dpm_solver_pp_2m");

    /** Their words in a request. */
    static final List<String> WORDS = Arrays.stream(values()).map(Solver::word).toList();

    private final String sampler;

    Solver(String sampler) {
        this.sampler = sampler;
    }

    /** The one of a word. */
    static Solver named(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Its name in the library's registry. */
    String sampler() {
        return sampler;
    }
}
