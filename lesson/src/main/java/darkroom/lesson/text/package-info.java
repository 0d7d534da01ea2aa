/** The lesson's text: Markdown, parts, pages, checks, and the proofreader of all of it. */
@NullMarked
package darkroom.lesson.text;

import org.jspecify.annotations.NullMarked;
