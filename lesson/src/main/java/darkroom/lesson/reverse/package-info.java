/** Part 4: the reverse process, and the network that walks it. */
@NullMarked
package darkroom.lesson.reverse;

import org.jspecify.annotations.NullMarked;
