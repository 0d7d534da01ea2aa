/** Settings: records that describe themselves, read from JSON with a sentence for whatever is wrong, and where. */
@NullMarked
package darkroom.settings;

import org.jspecify.annotations.NullMarked;
