/** A network's pass recorded once as oneDNN primitives: the fast way to sample. */
@NullMarked
package darkroom.plan;

import org.jspecify.annotations.NullMarked;
