/** What learners did, and the database that keeps it. It knows no web page. */
@NullMarked
package darkroom.progress;

import org.jspecify.annotations.NullMarked;
