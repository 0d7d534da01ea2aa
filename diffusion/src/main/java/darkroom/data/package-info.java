/** Sources of examples: picture families, points in the plane, folders of pictures, IDX files. */
@NullMarked
package darkroom.data;

import org.jspecify.annotations.NullMarked;
