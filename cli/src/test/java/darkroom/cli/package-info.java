/** Tests that run the commands as processes. */
@NullMarked
package darkroom.cli;

import org.jspecify.annotations.NullMarked;
