/** Networks: written once against {@link darkroom.network.Operations}, run by whatever implements those. */
@NullMarked
package darkroom.network;

import org.jspecify.annotations.NullMarked;
