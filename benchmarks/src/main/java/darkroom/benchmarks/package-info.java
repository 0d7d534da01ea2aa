/** How long the library takes, measured. */
@NullMarked
package darkroom.benchmarks;

import org.jspecify.annotations.NullMarked;
