/** Models, pictures, frames, levels and runs that the labs of several parts use. */
@NullMarked
package darkroom.lesson.studio;

import org.jspecify.annotations.NullMarked;
