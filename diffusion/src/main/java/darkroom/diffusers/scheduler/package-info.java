/** The schedulers of Hugging Face diffusers as grids, samplers and prediction types of the library's own loop. */
@NullMarked
package darkroom.diffusers.scheduler;

import org.jspecify.annotations.NullMarked;
