/** Pictures of eight bits: read and written as files, set in grids and animations, plotted, shown in a terminal. */
@NullMarked
package darkroom.picture;

import org.jspecify.annotations.NullMarked;
