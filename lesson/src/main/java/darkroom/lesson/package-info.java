/** The web lesson: a small server, its text and its page. Everything computed comes from the library. */
@NullMarked
package darkroom.lesson;

import org.jspecify.annotations.NullMarked;
