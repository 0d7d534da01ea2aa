/** Part 5: six steps from noise to guidance, with networks that train in the reader's sight. */
@NullMarked
package darkroom.lesson.journey;

import org.jspecify.annotations.NullMarked;
