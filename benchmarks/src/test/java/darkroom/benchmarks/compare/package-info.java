@NullMarked
package darkroom.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
