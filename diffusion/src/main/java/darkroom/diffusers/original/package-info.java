/** Checkpoints of a single file, with the names that the authors of latent diffusion gave to its weights, in diffusers' names. */
@NullMarked
package darkroom.diffusers.original;

import org.jspecify.annotations.NullMarked;
