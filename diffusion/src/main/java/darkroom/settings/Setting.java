package darkroom.settings;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a component of a record means as an option: said once, for reading, checking and documenting it. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {

    /** What it is, as a phrase of Markdown. */
    String value();

    /** What it is when it is left out, as JSON; without one, a nullable option is absent and any other must be given. */
    String otherwise() default "";

    /** The interval that a number lies in, such as {@code [0, 1)} or {@code (0, inf)}; see {@link Range}. */
    String range() default "";

    /** The texts that are taken; any when there are none. */
    String[] choices() default {};

    /** The class whose static method {@code all()} maps the names that are taken; any when there is none. */
    Class<?> among() default Void.class;

    /** Whether it is a list of two numbers, for which one number stands where they are equal. */
    boolean square() default false;

    /** Whether it is a list of which a single value stands for all. */
    boolean each() default false;
}
