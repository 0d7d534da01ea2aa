/** Measures the library and its peers in turns, and prints how they compare. */
@NullMarked
package darkroom.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
