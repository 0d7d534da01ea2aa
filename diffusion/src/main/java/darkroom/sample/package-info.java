/** The sampling loop and its samplers. */
@NullMarked
package darkroom.sample;

import org.jspecify.annotations.NullMarked;
