/** A network together with what it was trained for: something that can be sampled. */
@NullMarked
package darkroom.model;

import org.jspecify.annotations.NullMarked;
