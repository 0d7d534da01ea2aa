/** The lesson as a learner meets it: in a real browser. */
@NullMarked
package darkroom.browser;

import org.jspecify.annotations.NullMarked;
