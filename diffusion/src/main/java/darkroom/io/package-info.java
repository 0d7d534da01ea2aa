/** Files that are either whole or not there. */
@NullMarked
package darkroom.io;

import org.jspecify.annotations.NullMarked;
