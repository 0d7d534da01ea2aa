/** What is kept of a learner: answers, guesses and what settles them, progress, the certificate. */
@NullMarked
package darkroom.lesson.learner;

import org.jspecify.annotations.NullMarked;
