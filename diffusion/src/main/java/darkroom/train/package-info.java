/** Training: optimiser, averages, checkpoints, and the recipes that say what to train. */
@NullMarked
package darkroom.train;

import org.jspecify.annotations.NullMarked;
