/** What networks see in the place of pictures. */
@NullMarked
package darkroom.latent;

import org.jspecify.annotations.NullMarked;
