/** The command line: one class for each command. */
@NullMarked
package darkroom.cli;

import org.jspecify.annotations.NullMarked;
