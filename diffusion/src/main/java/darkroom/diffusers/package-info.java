/** Hugging Face diffusers: its folders, files and options, which no other package knows. */
@NullMarked
package darkroom.diffusers;

import org.jspecify.annotations.NullMarked;
