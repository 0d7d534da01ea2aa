/** Words for networks: texts as the tokens that a text encoder knows. */
@NullMarked
package darkroom.text;

import org.jspecify.annotations.NullMarked;
