/** Points in the plane: the field of arrows that a denoiser is, and the paths that samplers take along it. */
@NullMarked
package darkroom.lesson.field;

import org.jspecify.annotations.NullMarked;
