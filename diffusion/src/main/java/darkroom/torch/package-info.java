/** libtorch: how native memory lives, how tensors are stored, and how a network's operations are computed. */
@NullMarked
package darkroom.torch;

import org.jspecify.annotations.NullMarked;
