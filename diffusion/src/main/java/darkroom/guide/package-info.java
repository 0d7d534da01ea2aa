/** What a sample is asked to be, and how strongly. */
@NullMarked
package darkroom.guide;

import org.jspecify.annotations.NullMarked;
