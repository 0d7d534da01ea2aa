package darkroom.benchmarks.compare;

import java.util.Locale;
import java.util.Optional;

/**
 * How far evaluations of the network are from the same in fp32, at five levels of noise.
 *
 * @param largest the largest difference
 * @param scale the largest output
 * @param psnr the peak signal-to-noise ratio in dB, whose peak is the range of the outputs
 */
record Deviation(double largest, double scale, double psnr) {

    private static final double MOST_FP32 = 1e-4;
    private static final double LEAST_BF16 = 45;

    /** Why a time does not count: the deviation is beyond what the library allows itself in a precision. */
    Optional<String> tooLarge(String precision) {
        boolean fits = precision.equals("fp32") ? largest <= MOST_FP32 * Math.max(1, scale) : psnr >= LEAST_BF16;
        return fits ? Optional.empty() : Optional.of(text(precision) + " from fp32");
    }

    String text(String precision) {
        return precision.equals("fp32")
                ? String.format(Locale.ROOT, "%.1e", largest)
                : String.format(Locale.ROOT, "%.1f dB", psnr);
    }
}
