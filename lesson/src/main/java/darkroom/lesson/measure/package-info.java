/** What several parts measure and show: frames, levels, histograms, samples, spread. */
@NullMarked
package darkroom.lesson.measure;

import org.jspecify.annotations.NullMarked;
