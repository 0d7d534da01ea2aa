/** What every room says and hears over HTTP: queries, answers in JSON, refusals, and the files of the page. */
@NullMarked
package darkroom.lesson.web;

import org.jspecify.annotations.NullMarked;
