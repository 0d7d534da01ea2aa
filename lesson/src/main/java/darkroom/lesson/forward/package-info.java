/** Part 2: the forward process. */
@NullMarked
package darkroom.lesson.forward;

import org.jspecify.annotations.NullMarked;
