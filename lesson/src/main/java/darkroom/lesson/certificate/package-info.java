/** Certificates of the lesson: what they say, how they are signed, and how anyone verifies them. */
@org.jspecify.annotations.NullMarked
package darkroom.lesson.certificate;
