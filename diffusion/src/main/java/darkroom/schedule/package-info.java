/** Noise levels, the schedules that order them in time, and grids of steps; plain doubles. */
@NullMarked
package darkroom.schedule;

import org.jspecify.annotations.NullMarked;
