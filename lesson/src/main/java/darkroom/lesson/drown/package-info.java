/** Part 1: take a picture part of the way into noise, and back. */
@NullMarked
package darkroom.lesson.drown;

import org.jspecify.annotations.NullMarked;
