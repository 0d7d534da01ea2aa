package darkroom.diffusers;

import darkroom.settings.Value;
import java.util.Arrays;
import java.util.stream.Stream;

/** The pipelines of diffusers that draw from texts, with what those of a family do unless told otherwise. */
public enum TextFamily {
    STABLE_DIFFUSION("StableDiffusion", 50, 7.5, 0.8, 1, true),
    STABLE_DIFFUSION_XL("StableDiffusionXL", 50, 5, 0.3, 0.9999, true),
    LATENT_CONSISTENCY("LatentConsistencyModel", 4, 8.5, 0.8, 1, false);

    private final String stem;
    private final int steps;
    private final double guidance;
    private final double strength;
    private final double repaintStrength;
    private final boolean repaints;

    TextFamily(String stem, int steps, double guidance, double strength, double repaintStrength, boolean repaints) {
        this.stem = stem;
        this.steps = steps;
        this.guidance = guidance;
        this.strength = strength;
        this.repaintStrength = repaintStrength;
        this.repaints = repaints;
    }

    /** How many steps it makes. */
    public int steps() {
        return steps;
    }

    /** The scale of its guidance. */
    public double guidance() {
        return guidance;
    }

    /**
     * How much of the way to pure noise a picture is noised that it begins with, above 0 to 1.
     *
     * @param repaints whether a part of the picture is painted anew, and not all of it
     */
    public double strength(boolean repaints) {
        return repaints ? repaintStrength : strength;
    }

    /** Whether a scheduler is told how strongly a picture is noised and makes all its steps in that part of the way, by its name. */
    public boolean tellsStrength(String scheduler) {
        return this == LATENT_CONSISTENCY && scheduler.equals("LCMScheduler");
    }

    /** Whether it is a pipeline of one of the families, by its index. */
    static boolean knows(Value index) {
        return names().anyMatch(Pipelines.className(index)::equals);
    }

    /**
     * The family of a pipeline's index.
     *
     * @throws IllegalArgumentException when it is of none; names the pipeline
     */
    public static TextFamily of(Value index) {
        String name = Pipelines.className(index);
        return Arrays.stream(values())
                .filter(family -> family.members().anyMatch(name::equals))
                .findFirst()
                .orElseThrow(() -> index.refused("The model is a '" + name
                        + "', which does not draw from texts here; these do: "
                        + String.join(", ", names().sorted().toList()) + "."));
    }

    private static Stream<String> names() {
        return Arrays.stream(values()).flatMap(TextFamily::members);
    }

    private Stream<String> members() {
        return Stream.of("", "Img2Img", "Inpaint")
                .filter(task -> repaints || !task.equals("Inpaint"))
                .map(task -> stem + task + "Pipeline");
    }
}
