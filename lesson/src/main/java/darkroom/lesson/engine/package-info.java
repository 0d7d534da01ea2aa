/** The one thread that computes, its tickets, and how its turns are shared out fairly. */
@NullMarked
package darkroom.lesson.engine;

import org.jspecify.annotations.NullMarked;
