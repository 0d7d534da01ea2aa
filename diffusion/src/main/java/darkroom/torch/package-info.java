/** The only place that knows how native memory lives, and how tensors are stored. */
@NullMarked
package darkroom.torch;

import org.jspecify.annotations.NullMarked;
