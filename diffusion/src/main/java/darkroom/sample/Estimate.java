package darkroom.sample;

import darkroom.schedule.NoiseLevel;
import org.bytedeco.pytorch.Tensor;

/**
 * What a denoiser says of a sample, after guidance.
 *
 * @param x the sample that was looked at
 * @param level its noise level
 * @param output the denoiser's output after guidance, before any conversion
 * @param x0 the clean sample, after clipping
 * @param epsilon the noise, as the unclipped output has it
 */
public record Estimate(Tensor x, NoiseLevel level, Tensor output, Tensor x0, Tensor epsilon) {}
