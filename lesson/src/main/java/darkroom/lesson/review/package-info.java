/** Part 7: the review in fresh numbers. */
@NullMarked
package darkroom.lesson.review;

import org.jspecify.annotations.NullMarked;
