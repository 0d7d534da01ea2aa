/** Part 3: noise schedules. */
@NullMarked
package darkroom.lesson.schedules;

import org.jspecify.annotations.NullMarked;
