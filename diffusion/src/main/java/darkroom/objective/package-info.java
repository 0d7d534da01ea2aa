/** What a network learns: the meaning of its output, the weight of its errors, the levels it sees. */
@NullMarked
package darkroom.objective;

import org.jspecify.annotations.NullMarked;
