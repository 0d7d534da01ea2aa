/** Part 6: the playground, its race and its ideas. */
@NullMarked
package darkroom.lesson.play;

import org.jspecify.annotations.NullMarked;
