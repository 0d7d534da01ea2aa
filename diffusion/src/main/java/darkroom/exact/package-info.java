/** Denoisers in closed form: the best possible ones for data that is known, and one that is told the answer. */
@NullMarked
package darkroom.exact;

import org.jspecify.annotations.NullMarked;
