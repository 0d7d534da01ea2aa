/** What several parts measure: batches of known pictures, held-out errors, histograms, samples, spread. */
@NullMarked
package darkroom.lesson.measure;

import org.jspecify.annotations.NullMarked;
