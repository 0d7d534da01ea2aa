/** What learners did, and the database that keeps it. It knows no web page. */
@NullMarked
package darkroom.lesson.progress;

import org.jspecify.annotations.NullMarked;
